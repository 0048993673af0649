import type { ClientKey } from '../http/api-keys.ts';

const everyInterface: ReadonlySet<string> = new Set(['0.0.0.0', '::', '[::]']);

/** A warning about variables that look like the gateway's own, but that it does not read. */
export function warningOfUnknown(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const [subject, effect] = names.length === 1 ? ['an unknown variable', 'has'] : ['unknown variables', 'have'];
  return [`${names.join(', ')}: ${subject}, which ${effect} no effect`];
}

/** A warning if everyone who reaches this machine may spend the calls of the accounts. */
export function warningOfOpenPort(host: string, apiKeys: readonly ClientKey[]): readonly string[] {
  if (!everyInterface.has(host) || apiKeys.length > 0) return [];
  return [
    `HOST ${host} listens on every interface without GATEWAY_API_KEYS: everyone who reaches the port can query and use up the quota`,
  ];
}
