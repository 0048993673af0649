import { isProxyAddress, type TrustedProxies } from '../http/client-address.ts';
import type { EnvironmentReader } from './environment.ts';

const mostHops = 32;
const segment = String.raw`/(?!\.{1,2}(?:/|$))[\w.~-]+`;
const pathSyntax = new RegExp(`^(?:${segment})+$`);

/** Reads `PUBLIC_PATH`: `/amazon` or `/shop/amazon`; empty when unset, and for `/`. A slash at the end is left out. */
export function readPublicPath(reader: EnvironmentReader): string {
  const path = (reader.text('PUBLIC_PATH') ?? '').replace(/\/$/, '');
  if (path === '' || pathSyntax.test(path)) return path;
  reader.fault('PUBLIC_PATH', 'must be a path such as /amazon: a slash, then letters, digits and . _ ~ -');
  return '';
}

/** Reads `TRUST_PROXY`: a number of proxies, or addresses and networks separated by commas. */
export function readTrustProxy(reader: EnvironmentReader): TrustedProxies | undefined {
  const text = reader.text('TRUST_PROXY');
  if (text === undefined) return undefined;
  const hops = /^\d+$/.test(text) ? Number(text) : undefined;
  if (hops !== undefined && hops >= 1 && hops <= mostHops) return hops;
  const entries = text.split(',').map((entry) => entry.trim());
  const wrong = entries.findIndex((entry) => !isProxyAddress(entry));
  if (hops === undefined && wrong < 0) return entries;
  const what = `a number of proxies from 1 to ${mostHops}, or addresses and networks such as 10.0.0.0/8`;
  const where = entries.length > 1 ? `; entry ${wrong + 1} is neither an address nor a network` : '';
  reader.fault('TRUST_PROXY', `must be ${what}, separated by commas${where}`);
  return undefined;
}
