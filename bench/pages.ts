import { monitorEventLoopDelay } from 'node:perf_hooks';
import { load } from 'cheerio';
import {
  fields,
  missesOf,
  readSaved,
  savedPages,
  type Field,
  type Miss,
  type SavedPage,
} from '../test/source/scraping/accuracy.ts';

/**
 * Reads every saved product page and prints how many fields were right per marketplace, the time per megabyte beside
 * that of plain `cheerio` in the same run, and the longest time that one page blocked the event loop.
 */
export async function benchPages(print: (line: string) => void = console.log): Promise<void> {
  const pages = savedPages();
  const misses = await judge(pages);
  printAccuracy(pages, misses, print);
  for (const { page, field, expected, actual } of misses) {
    print(`miss: ${page} ${field}: expected ${String(expected)}, read ${String(actual)}`);
  }
  const bodies = pages.map((page) => ({ page, body: page.body() }));
  const megabytes = bodies.reduce((sum, { body }) => sum + body.length, 0) / 1e6;
  const ours = await timed(async () => {
    for (const { page, body } of bodies) await readSaved(page, body);
  });
  const plain = await timed(async () => {
    for (const { body } of bodies) await Promise.resolve(load(body));
  });
  print(`${pages.length} pages, ${megabytes.toFixed(1)} MB`);
  print(`gateway: ${(ours.tookMs / megabytes).toFixed(1)} ms per MB, longest block ${ours.blockedMs.toFixed(1)} ms`);
  print(`plain cheerio, parsing only: ${(plain.tookMs / megabytes).toFixed(1)} ms per MB`);
}

/** Compares all pages; it also warms the code up, as in a process that has served for a while. */
async function judge(pages: readonly SavedPage[]): Promise<readonly Miss[]> {
  const misses: Miss[] = [];
  for (const page of pages) misses.push(...missesOf(page, await readSaved(page)));
  return misses;
}

function printAccuracy(pages: readonly SavedPage[], misses: readonly Miss[], print: (line: string) => void): void {
  const marketplaces = [...new Set(pages.map(({ marketplace }) => marketplace))].sort();
  print(
    ['field'.padEnd(14), ...marketplaces.map((marketplace) => marketplace.padStart(8)), 'all'.padStart(8)].join(''),
  );
  for (const field of fields) {
    const shares = [...marketplaces, undefined].map((marketplace) =>
      share(field, pages, misses, marketplace).padStart(8),
    );
    print([field.padEnd(14), ...shares].join(''));
  }
}

function share(
  field: Field,
  pages: readonly SavedPage[],
  misses: readonly Miss[],
  marketplace: string | undefined,
): string {
  const judged = pages.filter((page) => marketplace === undefined || page.marketplace === marketplace);
  const names = new Set(judged.map(({ name }) => name));
  const wrong = misses.filter((miss) => miss.field === field && names.has(miss.page)).length;
  return `${judged.length - wrong}/${judged.length}`;
}

async function timed(work: () => Promise<void>): Promise<{ readonly tookMs: number; readonly blockedMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startedAt = performance.now();
  await work();
  const tookMs = performance.now() - startedAt;
  delay.disable();
  return { tookMs, blockedMs: delay.max / 1e6 };
}

if (import.meta.main) await benchPages();
