import { memoryOfList } from './list/memory.ts';
import { askFifties, askInteractively, callWithDelay, lookUpList, openGateway, type Outcome } from './list/ways.ts';
import { asinNumber, standIn } from './stand-in.ts';
import { shown, table } from './table.ts';

/**
 * A long list of uncached products: the command's engine beside the usual loop over a PA-API client with a delay, and beside
 * a plain GraphQL client that sends fifties one after the other. Then people who click while the list runs, and the memory
 * of the command.
 */
export async function benchList(quick: boolean): Promise<void> {
  const sizes = quick
    ? [{ rows: 1_000, perSecond: 10 }]
    : [
        { rows: 5_000, perSecond: 10 },
        { rows: 1_000, perSecond: 1 },
      ];
  for (const { rows, perSecond } of sizes) {
    const asins = Array.from({ length: rows }, (_, n) => asinNumber(n));
    table(
      `List: ${rows.toLocaleString('en')} ASINs at ${perSecond} calls a second; a call has ten slots`,
      ['', 'rows answered', 'calls', '429', 'slots filled', 's', 'rows/s', 'most rows/s'],
      [
        await row('npx asin-gateway lookup', asins, perSecond, lookUpList),
        await row('GraphQL client, fifties one by one', asins, perSecond, askFifties),
        await row('loop over a client, with a delay', asins, perSecond, callWithDelay),
      ],
    );
  }
  const perSecond = quick ? 10 : 2;
  const seconds = quick ? 15 : 60;
  const alone = await clicks(perSecond, seconds, 0);
  const beside = await clicks(perSecond, seconds, perSecond * 10 * seconds);
  table(
    `People who click while a list runs: uncached products at ${perSecond} calls a second, one click every ${clickEvery(perSecond)} ms`,
    ['', 'clicks', 'median ms', 'p95 ms', 'worst ms', 'slots filled'],
    [
      ['without a list', ...alone],
      ['beside a list', ...beside],
    ],
  );
  const memory = [];
  for (const rows of quick ? [100_000] : [100_000, 1_000_000]) memory.push(await memoryOfList(rows));
  table(
    'Memory of the command, at a gateway that answers at once',
    ['rows', 's', 'rows/s', 'most resident MB'],
    memory,
  );
}

type Way = (asins: readonly string[], origin: string, perSecond: number) => Promise<Outcome>;

async function row(name: string, asins: readonly string[], perSecond: number, way: Way) {
  await using amazon = await standIn(perSecond);
  const startedAt = performance.now();
  const { answered } = await way(asins, amazon.origin, perSecond);
  const seconds = (performance.now() - startedAt) / 1000;
  const { calls, refused, items } = amazon.count();
  const most = (asins.length / (asins.length / 10 - 1)) * perSecond;
  return [
    name,
    answered,
    calls,
    refused,
    filled(items, calls),
    seconds.toFixed(1),
    shown(answered / seconds),
    shown(most),
  ];
}

/** @param rows of the list that runs beside the clicks */
async function clicks(perSecond: number, seconds: number, rows: number) {
  await using amazon = await standIn(perSecond);
  await using gateway = openGateway(amazon.origin, perSecond);
  const end = new AbortController();
  const asins = Array.from({ length: rows }, (_, n) => asinNumber(n));
  const list = lookUpList(asins, amazon.origin, perSecond, { gateway, signal: end.signal }).catch(() => undefined);
  const durations = await askInteractively(gateway, seconds * 1000, clickEvery(perSecond));
  const { calls, items } = amazon.count();
  end.abort();
  await list;
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(0);
  return [sorted.length, at(0.5), at(0.95), at(1), filled(items, calls)];
}

/** A quarter of the calls could be clicks. */
function clickEvery(perSecond: number): number {
  return 4_000 / perSecond;
}

function filled(items: number, calls: number): string {
  return `${((items / (calls * 10)) * 100).toFixed(1)} %`;
}
