import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Options of `startPrefixProxy`. */
export type PrefixProxyOptions = {
  /** Such as `/amazon`; the proxy answers 404 for every other path. */
  readonly prefix: string;
  /** Whether the proxy removes the prefix before it passes a request on. */
  readonly strip: boolean;
};

/** Starts a reverse proxy that publishes the server at `target` under a prefix of its own address. */
export async function startPrefixProxy(
  target: string,
  { prefix, strip }: PrefixProxyOptions,
): Promise<AsyncDisposable & { readonly url: string }> {
  const proxy = createServer((incoming, outgoing) => {
    const { url = '', method, headers } = incoming;
    if (!url.startsWith(`${prefix}/`)) {
      outgoing.writeHead(404).end();
      return;
    }
    const path = strip ? url.slice(prefix.length) : url;
    const onward = send(`${target}${path}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  proxy.listen(0, '127.0.0.1', resolve);
  await promise;
  const address: AddressInfo | string | null = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    url: `http://127.0.0.1:${address.port}${prefix}`,
    async [Symbol.asyncDispose]() {
      proxy.closeAllConnections();
      await new Promise((closed) => proxy.close(closed));
    },
  };
}
