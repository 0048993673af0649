import { LRUCache } from 'lru-cache';
import { createRate, type Rate } from './rate.ts';

/** Counts wrong keys by address. Memory is bounded: the least recently used addresses are forgotten. */
export type FailedKeyLimiter = {
  /** Records a wrong key. Returns the milliseconds to wait if there were too many, else `undefined`. */
  readonly failed: (address: string) => number | undefined;
  /**
   * Records a valid key and returns the milliseconds to wait if it is not accepted, else `undefined`. A blocked address
   * cannot use a key that it has not used before: otherwise guessing would continue. It can use a key that it has used
   * before: guesses by others behind the same address lock no client out.
   */
  readonly succeeded: (address: string, name: string) => number | undefined;
};

const maxAddresses = 10_000;
const burst = 10;
const perSecond = 1 / 6;

type AddressRecord = { readonly takeAttempt: Rate; blockedUntil: number; readonly keysUsed: Set<string> };

/** Allows ten wrong keys at once and ten a minute from one address (IPv6: from one /64 network). */
export function createFailedKeyLimiter(now: () => number): FailedKeyLimiter {
  const records = new LRUCache<string, AddressRecord>({ max: maxAddresses });

  function recordOf(address: string): AddressRecord {
    const network = networkOf(address);
    const known = records.get(network);
    if (known !== undefined) return known;
    const created = {
      takeAttempt: createRate(perSecond, burst, now),
      blockedUntil: -Infinity,
      keysUsed: new Set<string>(),
    };
    records.set(network, created);
    return created;
  }

  function blockedMs({ blockedUntil }: AddressRecord): number | undefined {
    return blockedUntil > now() ? blockedUntil - now() : undefined;
  }

  return {
    failed(address) {
      const record = recordOf(address);
      const waitMs = record.takeAttempt();
      if (waitMs !== undefined) record.blockedUntil = now() + waitMs;
      return waitMs;
    },
    succeeded(address, name) {
      const record = recordOf(address);
      const waitMs = record.keysUsed.has(name) ? undefined : blockedMs(record);
      if (waitMs === undefined) record.keysUsed.add(name);
      return waitMs;
    },
  };
}

/** A client with one IPv6 address usually has a whole /64 network. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const left = head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
