import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy that delays replies. */
export type SlowLink = AsyncDisposable & {
  readonly port: number;
  /** The delay of each reply. */
  delayMs: number;
  /** The number of round trips: how often a request followed a reply. */
  readonly roundTrips: () => number;
};

/** Starts a proxy in front of a port of the loopback interface. */
export async function slowLinkTo(targetPort: number): Promise<SlowLink> {
  const sockets = new Set<Socket>();
  let trips = 0;
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    let answered = true;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
    }
    near.on('data', (chunk) => {
      if (answered) trips += 1;
      answered = false;
      far.write(chunk);
    });
    far.on('data', (chunk) => {
      setTimeout(() => {
        answered = true;
        near.write(chunk);
      }, link.delayMs);
    });
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const link = {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    delayMs: 0,
    roundTrips: () => trips,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return link;
}
