import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { lookupList } from '../../src/list/lookup-list.ts';
import { createFormat } from '../../src/list/output/format.ts';
import { streamOutput, type Output } from '../../src/list/output/output.ts';
import { createTally } from '../../src/list/output/progress.ts';
import type { Ask } from '../../src/list/run/ask.ts';
import type { MarketplaceCode } from '../../src/product/marketplace.ts';
import { openJournal, type Journal } from '../../src/list/run/journal.ts';
import { aList } from './a-list.ts';

const asinAt = (n: number) => `B0${String(n).padStart(8, '0')}`;
const settings = {
  list: 'list.csv',
  sha256: '',
  bytes: 0,
  rows: 0,
  column: '',
  marketplaceColumn: '',
  marketplace: '',
  gateway: '',
};

type Job = {
  readonly ask: Ask;
  readonly content?: string;
  readonly journal?: Journal;
  readonly output?: Output;
  readonly signal?: AbortSignal;
};

/** Looks up a list of this many rows. */
async function lookup(rows: number, { ask, content, ...more }: Job) {
  const list = await aList(content ?? Array.from({ length: rows }, (_, n) => `${asinAt(n)}\n`).join(''));
  const sink = new PassThrough();
  const text = new Response(streamOf(sink)).text();
  const tally = createTally(list.count, new Map(), systemClock.monotonic);
  const end = lookupList({
    list,
    journal: openJournal({ path: undefined, settings }),
    ask,
    format: createFormat('csv', {
      fields: ['title'],
      names: list.columns.names,
      delimiter: ',',
      excel: false,
      width: 80,
    }),
    output: streamOutput(sink),
    tally,
    marketplace: undefined,
    waitsForQuota: false,
    notice: () => undefined,
    clock: systemClock,
    random: () => 0,
    signal: new AbortController().signal,
    ...more,
  });
  return { end: await end.finally(() => sink.end()), text: await text, tally };
}

function streamOf(sink: PassThrough): ReadableStream {
  return new ReadableStream({
    start(controller) {
      sink.on('data', (chunk: Buffer) => controller.enqueue(chunk));
      sink.on('end', () => controller.close());
    },
  });
}

const titled: Ask = async ({ inputs }) => ({
  kind: 'answered',
  answers: inputs.map((input) => ({ answer: { code: 'FOUND', values: { title: `title of ${input}` } } })),
  calls: 1,
  leftToday: undefined,
});

describe('a list', () => {
  test('is written in its order, although answers come in another', async () => {
    let sent = 0;
    const ask: Ask = async (batch, signal) => {
      sent += 1;
      // The first operation is answered last.
      if (sent === 1) await new Promise((resolve) => setTimeout(resolve, 60));
      return await titled(batch, signal);
    };
    const { end, text, tally } = await lookup(500, { ask });
    expect(end).toEqual({ kind: 'done' });
    const expected = Array.from({ length: 500 }, (_, n) => `${asinAt(n)},title of ${asinAt(n)}`);
    expect(text).toBe(`column_1,title\n${expected.join('\n')}\n`);
    expect(tally.progress()).toMatchObject({ done: 500, found: 500 });
  });

  test('asks only for the rows without an answer in its journal', async () => {
    const journal = openJournal({ path: undefined, settings });
    journal.put([{ row: 2, answer: { code: 'FOUND', values: { title: 'kept' } } }]);
    const asked: string[] = [];
    const ask: Ask = async (batch, signal) => {
      asked.push(...batch.inputs);
      return await titled(batch, signal);
    };
    const { text } = await lookup(3, { ask, journal });
    expect(asked).toEqual([asinAt(0), asinAt(2)]);
    expect(text).toContain(`${asinAt(1)},kept\n`);
  });

  test('asks for a link in its own marketplace, whatever its row says', async () => {
    const asked: [MarketplaceCode | undefined, readonly string[]][] = [];
    const ask: Ask = async (batch, signal) => {
      asked.push([batch.marketplace, batch.inputs]);
      return await titled(batch, signal);
    };
    const link = `https://www.amazon.de/dp/${asinAt(1)}`;
    await lookup(2, { ask, content: `asin,country\n${asinAt(0)},IE\n${link},IE\n${link},Atlantis\n` });
    expect(asked).toEqual([
      ['IE', [asinAt(0)]],
      ['DE', [link, link]],
    ]);
  });

  test('has a row for each row when the day is used up', async () => {
    const ask: Ask = async ({ inputs }) => ({
      kind: 'answered',
      answers: inputs.map(() => ({ answer: { code: 'QUOTA_EXHAUSTED', values: {} }, again: { afterMs: 1_000 } })),
      calls: 0,
      leftToday: 0,
    });
    const { end, text } = await lookup(30, { ask });
    expect(end).toMatchObject({ kind: 'quota' });
    expect(text.trimEnd().split('\n')).toHaveLength(31);
  });
});

describe('an error ends a list at once,', () => {
  const failure = new Error('the disk is full');

  test('of the gateway', async () => {
    const ask: Ask = async () => await Promise.reject(new Error('the key is refused'));
    await expect(lookup(3, { ask })).rejects.toThrow('the key is refused');
  });

  test('of the journal', async () => {
    const journal: Journal = {
      ...openJournal({ path: undefined, settings }),
      put: () => {
        throw failure;
      },
    };
    await expect(lookup(3, { ask: titled, journal })).rejects.toThrow('the disk is full');
  });

  test('of the output, which is given up, while the journal keeps what is known', async () => {
    const journal = openJournal({ path: undefined, settings });
    const calls: string[] = [];
    const output: Output = {
      async write() {
        await asked.promise;
        throw failure;
      },
      finish: async () => void calls.push('finish'),
      discard: async () => void calls.push('discard'),
    };
    const asked = Promise.withResolvers<void>();
    const ask: Ask = async (batch, signal) => {
      const outcome = await titled(batch, signal);
      setImmediate(asked.resolve);
      return outcome;
    };
    await expect(lookup(3, { ask, output, journal })).rejects.toThrow('the disk is full');
    expect(calls).toEqual(['discard']);
    expect([...journal.counts()]).toEqual([['FOUND', 3]]);
  });

  test('of its signal', async () => {
    const controller = new AbortController();
    const ask: Ask = async (_, signal) => {
      setImmediate(() => controller.abort(new Error('Ctrl-C')));
      return await new Promise((__, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    await expect(lookup(3, { ask, signal: controller.signal })).rejects.toThrow('Ctrl-C');
  });
});
