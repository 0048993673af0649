import { connect, createServer, type Socket } from 'node:net';

/** A TCP connection in the middle. */
export type SlowLink = AsyncDisposable & {
  readonly port: number;
  /** How long everything that comes back is held. */
  delayMs: number;
  /** How often something went to the server after something had come back: the round trips, in other words. */
  readonly roundTrips: () => number;
};

/** Stands before a port of the loopback and holds back what the server there answers. */
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
