import type { Case } from '../hot.ts';
import { median, table } from '../table.ts';
import type { PacedMeasured, PacedOrders } from './paced.ts';
import { generate, type Server } from './process.ts';

/** Requests at set times, at half of each server's throughput. */
export async function printLatency(
  peaks: ReadonlyMap<Server, number>,
  { bodies, connections }: Case,
  pairs: number,
  seconds: number,
): Promise<void> {
  const measured = new Map([...peaks.keys()].map((server) => [server, new Array<PacedMeasured>()]));
  const paceOf = (server: Server) => Math.round((peaks.get(server) ?? 0) / 2);
  for (let round = 0; round < pairs; round += 1) {
    for (const [server, rounds] of measured) {
      const perSecond = paceOf(server);
      const orders: PacedOrders = { url: server.url, connections: connections * 4, perSecond, seconds, bodies };
      rounds.push(await generate<PacedMeasured>('./paced.ts', orders));
    }
  }
  table(
    `Hot: cached \`product\` at half the peak, at set times; medians of ${pairs} rounds in turn`,
    ['server', 'sent/s', 'answered/s', 'p50 ms', 'p99 ms', 'highest p99 ms', 'failed'],
    [...measured].map(([server, rounds]) => [
      server.name,
      paceOf(server),
      Math.round(median(rounds.map(({ served }) => served))),
      median(rounds.map(({ p50Ms }) => p50Ms)).toFixed(2),
      median(rounds.map(({ p99Ms }) => p99Ms)).toFixed(2),
      Math.max(...rounds.map(({ p99Ms }) => p99Ms)).toFixed(2),
      rounds.reduce((sum, { failed }) => sum + failed, 0),
    ]),
  );
}

/** Requests at three times each server's throughput. */
export async function printOverload(
  peaks: ReadonlyMap<Server, number>,
  { bodies }: Case,
  quick: boolean,
): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const [server, peak] of peaks) {
    const perSecond = Math.round(peak * 3);
    const before = server.memoryMb();
    const orders: PacedOrders = { url: server.url, connections: 1000, perSecond, seconds: quick ? 3 : 10, bodies };
    const { served, refused, unsent, failed, p99Ms } = await generate<PacedMeasured>('./paced.ts', orders);
    const during = server.memoryMb();
    const [asked = 0, ...shares] = [perSecond, served, refused, unsent].map(Math.round);
    const memory = [before, during].map(Math.round);
    rows.push([server.name, asked, ...shares, failed, p99Ms.toFixed(0), ...memory, String(server.running())]);
  }
  table(
    'Hot: cached `product` at three times the peak, 1,000 connections',
    [
      'server',
      'sent/s',
      'served/s',
      '503/s',
      'no connection free/s',
      'failed',
      'p99 of served ms',
      'MB before',
      'MB after',
      'alive',
    ],
    rows,
  );
}
