import type { ClientKey } from '../http/api-keys.ts';
import { rates } from './rates.ts';
import { parseHttpUrl, type EnvironmentReader } from './environment.ts';

/** Reads `GATEWAY_API_KEYS`: `name:key` or `name:key:rps`, separated by commas. Keys hold no colon and no comma. */
export function readApiKeys(reader: EnvironmentReader): readonly ClientKey[] {
  const name = 'GATEWAY_API_KEYS';
  const keys: ClientKey[] = [];
  for (const [index, entry] of listOf(reader.text(name)).entries()) {
    const apiKey = parseApiKey(entry);
    const at = `entry ${index + 1}`;
    if (apiKey === undefined) reader.fault(name, `${at} must look like name:key or name:key:rps`);
    else if (keys.some((known) => known.name === apiKey.name)) reader.fault(name, `${at} repeats a name`);
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

function parseApiKey(entry: string): ClientKey | undefined {
  const match = /^([\w.-]+):([\x21-\x39\x3b-\x7e]+)(?::(\d*\.?\d+))?$/.exec(entry);
  const [, name, key, rate] = match ?? [];
  if (name === undefined || key === undefined) return undefined;
  if (rate === undefined) return { name, key };
  return Number(rate) >= rates.from ? { name, key, requestsPerSecond: Number(rate) } : undefined;
}

function listOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(',').map((entry) => entry.trim());
}
