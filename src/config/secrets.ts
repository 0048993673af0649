import type { Config } from '../config.ts';
import { parseRedisUrl } from '../coordination/redis-url.ts';
import type { SourceDefinition } from '../source/definition.ts';
import { sourceDefinitions } from '../source/definitions.ts';
import type { Environment } from './environment.ts';
import { unreadableReason } from './read-text.ts';
import { secretVariablesOf } from './secret-variables.ts';

/** Reads secret files into their variables. A file that cannot be read is a fault. */
export function withSecretFiles(
  environment: Environment,
  readFile: (path: string) => string,
  definitions: readonly SourceDefinition[] = sourceDefinitions,
): { readonly environment: Environment; readonly faults: readonly string[] } {
  const resolved: Record<string, string | undefined> = { ...environment };
  const faults: string[] = [];
  for (const name of secretVariablesOf(definitions)) {
    const path = environment[`${name}_FILE`]?.trim() ?? '';
    if (name === 'AMAZON_ACCOUNTS' && path === '' && isPath(environment[name])) {
      // This variable may also be the path itself.
      const content = contentOf(environment[name]?.trim() ?? '', readFile);
      if (typeof content === 'string') resolved[name] = content;
      else faults.push(`${name} ${content.fault}`);
    }
    if (path === '') continue;
    if ((environment[name]?.trim() ?? '') !== '') {
      faults.push(`${name}_FILE and ${name} are both set: set one of them`);
      continue;
    }
    const content = contentOf(path, readFile);
    if (typeof content === 'string') resolved[name] = content;
    else faults.push(`${name}_FILE ${content.fault}`);
  }
  return { environment: resolved, faults };
}

/** All secrets of a configuration, which no log line and no response may contain. */
export function secretsOf(config: Config): readonly string[] {
  const { sources, cache, analytics, apiKeys } = config;
  const secrets = [
    ...sources.flatMap(({ accounts }) => accounts.flatMap(({ secrets }) => secrets)),
    ...(cache.url.kind === 'redis' ? passwordsIn(cache.url.url) : []),
    analytics.alertWebhookUrl,
    ...apiKeys.map(({ key }) => key),
  ];
  return secrets.filter((secret): secret is string => secret !== undefined && secret !== '');
}

function isPath(accounts: string | undefined): boolean {
  return /^\s*[^\s[{]/.test(accounts ?? '');
}

function passwordsIn(url: string): readonly (string | undefined)[] {
  const address = parseRedisUrl(url);
  if ('fault' in address) return [];
  return [address.login.password, address.kind === 'sentinel' ? address.sentinelLogin.password : undefined];
}

function contentOf(path: string, readFile: (path: string) => string): string | { readonly fault: string } {
  try {
    const content = readFile(path).trim();
    return content === '' ? { fault: 'names an empty file' } : content;
  } catch (error) {
    return { fault: unreadableReason(error) };
  }
}
