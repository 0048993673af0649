import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

// A second load generator, which sends operations at set times: a request does not wait for earlier answers, and its
// latency counts from its due time, so that a server that stalls is charged for the requests that it delayed.
const orders: PacedOrders = JSON.parse(readFileSync(0, 'utf8'));
const { hostname, port } = new URL(orders.url);
const requests = orders.bodies.map((body) =>
  Buffer.from(
    `POST /graphql HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  ),
);
const servedMs: number[] = [];
let refused = 0;
let failed = 0;
let dropped = 0;
let sent = 0;
const idle: Client[] = [];
for (let n = 0; n < orders.connections; n += 1) idle.push(await open());

const startedAt = performance.now();
const total = orders.perSecond * orders.seconds;
await new Promise<void>((resolve) => {
  const timer = setInterval(() => {
    const due = Math.min(total, ((performance.now() - startedAt) / 1000) * orders.perSecond);
    while (sent < due) {
      const dueAt = startedAt + (sent / orders.perSecond) * 1000;
      sent += 1;
      const client = idle.shift();
      // Every connection waits for an answer: this request is dropped before it is sent.
      if (client === undefined) dropped += 1;
      else client.ask(requests[sent % requests.length] ?? Buffer.alloc(0), dueAt);
    }
    if (
      sent >= total &&
      (idle.length === orders.connections || performance.now() > startedAt + orders.seconds * 2000)
    ) {
      clearInterval(timer);
      resolve();
    }
  }, 1);
});
servedMs.sort((a, b) => a - b);
const measured: PacedMeasured = {
  served: servedMs.length / orders.seconds,
  refused: refused / orders.seconds,
  unsent: dropped / orders.seconds,
  failed: failed + (orders.connections - idle.length),
  p50Ms: servedMs[Math.floor(servedMs.length * 0.5)] ?? 0,
  p99Ms: servedMs[Math.floor(servedMs.length * 0.99)] ?? 0,
};
console.log(JSON.stringify(measured));
process.exit();

type Client = { readonly ask: (request: Buffer, dueAt: number) => void };

async function open(): Promise<Client> {
  const socket: Socket = connect(Number(port), hostname);
  socket.setNoDelay(true);
  await new Promise((resolve) => {
    socket.once('connect', resolve);
  });
  let askedAt = 0;
  let text = '';
  const client: Client = {
    ask(request, dueAt) {
      askedAt = dueAt;
      socket.write(request);
    },
  };
  socket.setEncoding('latin1');
  socket.on('error', () => undefined);
  socket.on('close', () => {
    failed += 1;
  });
  socket.on('data', (chunk: string) => {
    text += chunk;
    const end = text.indexOf('\r\n\r\n');
    const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
    if (end < 0 || text.length < end + 4 + Number(length)) return;
    const status = text.slice(9, 12);
    text = '';
    if (status === '200') servedMs.push(performance.now() - askedAt);
    else if (status === '503') refused += 1;
    else failed += 1;
    idle.push(client);
  });
  return client;
}

/** The server, the operations and their rate. */
export type PacedOrders = {
  readonly url: string;
  /** Requests that may be open at a time. */
  readonly connections: number;
  readonly perSecond: number;
  readonly seconds: number;
  readonly bodies: readonly string[];
};

/** The outcomes, each per second. */
export type PacedMeasured = {
  readonly served: number;
  /** Answered 503. */
  readonly refused: number;
  /** Due while every connection still waited. */
  readonly unsent: number;
  /** Neither 200 nor 503, or no answer at all; a total. */
  readonly failed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};
