import { LRUCache } from 'lru-cache';
import { createRate, type Rate } from './rate.ts';

/** Watches who presents wrong keys. Memory is bounded: of more addresses than it holds, the quietest are forgotten. */
export type FailedKeyLimiter = {
  /** A wrong key came from there. Returns the milliseconds to wait when there have been too many, else `undefined`. */
  readonly wrong: (address: string) => number | undefined;
  /**
   * A right key came from there. While an address has guessed too often, a key that never came from there before is
   * not let in, or guessing would go on undisturbed; one that did is: a neighbour's guesses lock nobody out.
   */
  readonly right: (address: string, name: string) => number | undefined;
};

const mostAddresses = 10_000;
const guesses = 10;
const guessesPerSecond = 1 / 6;

type Neighbour = { readonly guess: Rate; blockedUntil: number; readonly known: Set<string> };

/** Ten wrong keys at once and ten a minute from one address (IPv6: one network of 64 bits). */
export function createFailedKeyLimiter(now: () => number): FailedKeyLimiter {
  const neighbours = new LRUCache<string, Neighbour>({ max: mostAddresses });

  function neighbourAt(address: string): Neighbour {
    const network = networkOf(address);
    const known = neighbours.get(network);
    if (known !== undefined) return known;
    const fresh = {
      guess: createRate(guessesPerSecond, guesses, now),
      blockedUntil: -Infinity,
      known: new Set<string>(),
    };
    neighbours.set(network, fresh);
    return fresh;
  }

  function blockedFor({ blockedUntil }: Neighbour): number | undefined {
    return blockedUntil > now() ? blockedUntil - now() : undefined;
  }

  return {
    wrong(address) {
      const neighbour = neighbourAt(address);
      const waitMs = neighbour.guess();
      if (waitMs !== undefined) neighbour.blockedUntil = now() + waitMs;
      return waitMs;
    },
    right(address, name) {
      const neighbour = neighbourAt(address);
      const waitMs = neighbour.known.has(name) ? undefined : blockedFor(neighbour);
      if (waitMs === undefined) neighbour.known.add(name);
      return waitMs;
    },
  };
}

/** Who has one IPv6 address usually has 2⁶⁴ of them. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [head = '', tail] = address.split('::');
  const left = head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
