import { createSqliteDayLedger } from '../../src/cache/stores/sqlite-day-ledger.ts';
import { createSqliteStore } from '../../src/cache/stores/sqlite-store.ts';
import type { Store } from '../../src/cache/store.ts';
import { systemClock } from '../../src/clock.ts';
import { anEntry, entries } from './an-entry.ts';

const [, , mode, path = ''] = process.argv;
const store = createSqliteStore({ path, namespace: '', clock: systemClock, report: () => undefined });
const today = Math.floor(Date.now() / 86_400_000);
const print = (line: string) => void process.stdout.write(`${line}\n`);

if (mode === 'load') await keepWriting(store);
if (mode === 'full') await fillUp(store);
if (mode === 'full ledger') countUntilFull(path);
if (mode === 'read') await readThenWrite(store);
await store[Symbol.asyncDispose]();

/** Prints the number of each batch of ten once it is acknowledged; ends only from outside. */
async function keepWriting(into: Store): Promise<void> {
  for (let batch = 0; ; batch += 1) {
    const rows = Array.from({ length: 10 }, (_, n) => ({
      key: `batch${batch}:${n}`,
      entry: anEntry({ n, text: 'x'.repeat(2_000) }),
    }));
    await into.setMany(rows);
    await new Promise((resolve) => process.stdout.write(`${batch}\n`, resolve));
  }
}

async function fillUp(into: Store): Promise<void> {
  const kept: string[] = [];
  try {
    for (let n = 0; n < 10_000; n += 1) {
      await into.setMany([{ key: `k${n}`, entry: anEntry('x'.repeat(5_000)) }]);
      kept.push(`k${n}`);
    }
  } catch (error) {
    const found = await into.getMany(kept);
    const count = found.filter((entry) => entry !== undefined).length;
    print(`rejected ${messageOf(error)}; kept ${count} of ${kept.length}`);
  }
}

/** Counts one call after the other until one cannot be written; prints the last count that was acknowledged, and what was reported. */
function countUntilFull(file: string): void {
  const reports: string[] = [];
  using ledger = createSqliteDayLedger(file, (event) => void reports.push(event.type));
  let acknowledged = 0;
  for (let n = 0; n < 5_000; n += 1) {
    const total = ledger.add('associates', today, 1);
    if (total === undefined) break;
    acknowledged = total;
  }
  print(`acknowledged ${acknowledged}; reported ${reports.join(', ')}`);
}

async function readThenWrite(from: Store): Promise<void> {
  await from.getMany(['k7']).then(
    ([entry]) => print(`read ${String(entry?.value)}`),
    (error: unknown) => print(`rejected ${messageOf(error)}`),
  );
  await from.setMany(entries(1)).catch((error: unknown) => print(`rejected ${messageOf(error)}`));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
