import { unescape } from 'node:querystring';
import type { Config } from '../config.ts';
import type { SourceDefinition } from '../source/definition.ts';
import { sourceDefinitions } from '../source/definitions.ts';
import type { Environment } from './environment.ts';
import { NoFileError } from './read-text.ts';

/** The variables that hold something to keep, each of which may be given as a file instead: `NAME_FILE=path`. */
export function secretVariablesOf(definitions: readonly SourceDefinition[]): readonly string[] {
  const ofSources = definitions.flatMap(({ secretVariables }) => secretVariables);
  return [...ofSources, 'CACHE_URL', 'GATEWAY_API_KEYS', 'ALERT_WEBHOOK_URL'];
}

/** The environment with every secret's file read into its variable; what could not be read is a fault. */
export function withSecretFiles(
  environment: Environment,
  readFile: (path: string) => string,
  definitions: readonly SourceDefinition[] = sourceDefinitions,
): { readonly environment: Environment; readonly faults: readonly string[] } {
  const resolved: Record<string, string | undefined> = { ...environment };
  const faults: string[] = [];
  for (const name of secretVariablesOf(definitions)) {
    const path = environment[`${name}_FILE`]?.trim() ?? '';
    if (path === '') continue;
    if ((environment[name]?.trim() ?? '') !== '') {
      faults.push(`${name}_FILE is set although ${name} is: set one of them`);
      continue;
    }
    const content = contentOf(path, readFile);
    if (typeof content === 'string') resolved[name] = content;
    else faults.push(`${name}_FILE ${content.fault}`);
  }
  return { environment: resolved, faults };
}

/** Everything in a configuration that must appear in no log and no answer. */
export function secretsOf(config: Config): readonly string[] {
  const { sources, cache, analytics, apiKeys } = config;
  const cachePassword = cache.url.kind === 'redis' ? passwordIn(cache.url.url) : undefined;
  const secrets = [
    ...sources.flatMap(({ configured }) => configured?.secrets ?? []),
    cachePassword,
    analytics.alertWebhookUrl,
    ...apiKeys.map(({ key }) => key),
  ];
  return secrets.filter((secret): secret is string => secret !== undefined && secret !== '');
}

function passwordIn(url: string): string | undefined {
  const written = URL.parse(url)?.password;
  // `querystring` leaves a broken percent sequence as it stands, where `decodeURIComponent` throws.
  return written === undefined ? undefined : unescape(written);
}

function contentOf(path: string, readFile: (path: string) => string): string | { readonly fault: string } {
  try {
    const content = readFile(path).trim();
    return content === '' ? { fault: 'names an empty file' } : content;
  } catch (error) {
    if (error instanceof NoFileError) return { fault: error.message };
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return { fault: `names a file that cannot be read${code}` };
  }
}
