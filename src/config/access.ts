import type { ClientKey } from '../http/api-keys.ts';
import { rates } from './rates.ts';
import { parseHttpUrl, type EnvironmentReader } from './environment.ts';

/** Reads `GATEWAY_API_KEYS`: `name:key[:rps][:role]`, separated by commas. Keys hold no colon and no comma. */
export function readApiKeys(reader: EnvironmentReader): readonly ClientKey[] {
  const name = 'GATEWAY_API_KEYS';
  const keys: ClientKey[] = [];
  for (const [index, entry] of listOf(reader.text(name)).entries()) {
    const apiKey = parseApiKey(entry);
    const at = `entry ${index + 1}`;
    if (apiKey === undefined)
      reader.fault(name, `${at} must look like name:key, name:key:rps, name:key:role or name:key:rps:role`);
    else if ('unknownRoleOf' in apiKey) {
      reader.fault(name, `${at} gives ${apiKey.unknownRoleOf} an unknown role: it must be admin or client`);
    } else if (keys.some((known) => known.name === apiKey.name)) reader.fault(name, `${at} repeats a name`);
    else if (keys.some((known) => known.key === apiKey.key)) reader.fault(name, `${at} repeats a key`);
    else keys.push(apiKey);
  }
  return keys;
}

/** Reads `CORS_ORIGINS`: origins separated by commas, or `*`. Without it no other origin may read responses. */
export function readCorsOrigins(reader: EnvironmentReader): readonly string[] {
  const name = 'CORS_ORIGINS';
  const entries = listOf(reader.text(name));
  for (const [index, entry] of entries.entries()) {
    if (entry !== '*' && parseHttpUrl(entry)?.origin !== entry) {
      reader.fault(name, `entry ${index + 1} must be an origin such as https://shop.example, or *`);
    }
  }
  return entries;
}

/** `undefined` for a text of another shape. */
function parseApiKey(entry: string): ClientKey | { readonly unknownRoleOf: string } | undefined {
  const match = /^([\w.-]+):([\x21-\x39\x3b-\x7e]+)(?::(\d*\.?\d+))?(?::([a-z]+))?$/i.exec(entry);
  const [, name, key, rate, role] = match ?? [];
  if (name === undefined || key === undefined) return undefined;
  if (rate !== undefined && Number(rate) < rates.from) return undefined;
  if (role !== undefined && role !== 'admin' && role !== 'client') return { unknownRoleOf: name };
  return {
    name,
    key,
    ...(rate !== undefined && { requestsPerSecond: Number(rate) }),
    ...(role !== undefined && { role }),
  };
}

function listOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(',').map((entry) => entry.trim());
}
