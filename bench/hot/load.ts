import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';

// The load generator, a process of its own: it reads its settings from standard input and prints the results.
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

/** The server and the operations, sent as fast as possible. */
export type Orders = {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly bodies: readonly string[];
};

/** The results. */
export type Measured = {
  readonly seconds: number;
  readonly perSecond: number;
  readonly bytesPerSecond: number;
  readonly p99Ms: number;
  /** Requests without an answer of status 200 to 299. */
  readonly failures: number;
};
