import type { SourceDefinition } from '../source/definition.ts';
import { sourceDefinitions } from '../source/definitions.ts';
import type { Environment } from './environment.ts';

/**
 * Whether these variables ask for the stand-in Amazon: with `AMAZON_SANDBOX=true`, or with `auto` if there is nothing else
 * to call, because no variable of an API is set and pages are not chosen.
 */
export function wantsSandbox(
  environment: Environment,
  definitions: readonly SourceDefinition[] = sourceDefinitions,
): boolean {
  const value = environment['AMAZON_SANDBOX']?.trim();
  if (value !== 'auto') return value === 'true';
  const apis = definitions.filter(({ role }) => role !== 'page').map(({ variablePrefix }) => variablePrefix);
  const chosen = [...apis, 'AMAZON_ACCOUNTS', 'SCRAPING_FALLBACK_ENABLED'];
  const set = Object.keys(environment).filter((name) => (environment[name] ?? '').trim() !== '');
  return !set.some((name) => chosen.some((prefix) => name.startsWith(prefix)));
}
