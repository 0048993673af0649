import type { IncomingMessage } from 'node:http';

/** Headers with the two methods of WHATWG's `Headers` that read. */
export type HeaderReader = Pick<Headers, 'get' | 'has'>;

/** Reads the headers of a request of `node:http`. */
export function headersOf({ headers }: Pick<IncomingMessage, 'headers'>): HeaderReader {
  const get = (name: string) => {
    const value = headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  };
  return { get, has: (name) => get(name) !== null };
}
