import type { SourceDefinition } from '../source/definition.ts';

/** The variables that contain secrets. Each can be read from a file instead: `NAME_FILE=path`. */
export function secretVariablesOf(definitions: readonly SourceDefinition[]): readonly string[] {
  const ofSources = definitions.flatMap(({ secretVariables }) => secretVariables);
  return [...ofSources, 'AMAZON_ACCOUNTS', 'CACHE_URL', 'GATEWAY_API_KEYS', 'ALERT_WEBHOOK_URL'];
}
