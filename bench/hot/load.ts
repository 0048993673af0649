import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';

// The load generator, a process of its own: reads its orders from standard input and prints what came of them.
const orders: Orders = JSON.parse(readFileSync(0, 'utf8'));
const result = await autocannon({
  url: `${orders.url}/graphql`,
  connections: orders.connections,
  duration: orders.seconds,
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  requests: orders.bodies.map((body) => ({ body })),
});
const measured: Measured = {
  seconds: result.duration,
  perSecond: result['2xx'] / result.duration,
  bytesPerSecond: result.throughput.total / result.duration,
  p99Ms: result.latency.p99,
  failures: result.errors + result.timeouts + result.non2xx,
};
console.log(JSON.stringify(measured));

/** Whom to ask what, as fast as it goes. */
export type Orders = {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly bodies: readonly string[];
};

/** What came of it. */
export type Measured = {
  /** How long it took. */
  readonly seconds: number;
  readonly perSecond: number;
  readonly bytesPerSecond: number;
  readonly p99Ms: number;
  /** Anything but an answer with a status of 200 to 299. */
  readonly failures: number;
};
