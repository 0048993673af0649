import { describe, expect, test } from 'vitest';
import { createTieredStore } from '../../src/cache/stores/tiered-store.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { storeContract } from '../contract/store.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { fakeStore } from './a-fake-store.ts';
import { anEntry } from './an-entry.ts';

const limits = { maxEntries: 1_000, maxBytes: 10_000_000 };

function tiers() {
  const clock = fakeClock();
  const back = fakeStore();
  const events: GatewayEvent[] = [];
  const store = createTieredStore({ limits, back, clock, report: (event) => void events.push(event) });
  const value = async (key: string) => (await store.getMany([key]))[0]?.value;
  return { clock, back, events, store, value };
}

storeContract('the tiered store', async (clock) =>
  createTieredStore({ limits, back: fakeStore(), clock, report: () => undefined }),
);

describe('the tiered store', () => {
  test('reads an entry from the back store once, marks it, and returns the same object afterwards', async () => {
    const { clock, back, store } = tiers();
    back.held.set('a', anEntry({ title: 'A lamp' }, {}, clock));
    const [first] = await store.getMany(['a']);
    const [second] = await store.getMany(['a']);
    expect([first?.fromStore, second?.fromStore]).toEqual([true, undefined]);
    expect(second?.value).toBe(first?.value);
    expect(back.reads).toEqual([['a']]);
  });

  test('returns all entries of the back store, even where the front is too small for them', async () => {
    const clock = fakeClock();
    const back = fakeStore();
    const store = createTieredStore({ limits: { maxEntries: 2, maxBytes: 1e6 }, back, clock, report: () => undefined });
    const keys = ['a', 'b', 'c', 'd', 'e'];
    for (const key of keys) back.held.set(key, anEntry({ title: key }, {}, clock));
    const found = await store.getMany(keys);
    expect(found.map((entry) => entry?.value)).toEqual(keys.map((title) => ({ title })));
  });

  test('reads from the back store only the keys that are missing in front, in one read, each once', async () => {
    const { clock, back, store } = tiers();
    await store.setMany([{ key: 'a', entry: anEntry(1, {}, clock) }]);
    back.held.set('b', anEntry(2, {}, clock));
    const found = await store.getMany(['b', 'a', 'c', 'b']);
    expect(found.map((entry) => entry?.value)).toEqual([2, 1, undefined, 2]);
    expect(back.reads).toEqual([['b', 'c']]);
  });

  test('a write goes to both', async () => {
    const { clock, back, store, value } = tiers();
    await store.setMany([{ key: 'a', entry: anEntry(1, {}, clock) }]);
    expect(back.held.get('a')?.value).toBe(1);
    expect(await value('a')).toBe(1);
    expect(back.reads).toEqual([]);
  });

  test('entries of other instances are seen after half a minute, without a delay of the read', async () => {
    const { clock, back, store, value } = tiers();
    await store.setMany([{ key: 'a', entry: anEntry('ours', {}, clock) }]);
    clock.advance(10_000);
    back.held.set('a', anEntry('theirs', {}, clock));
    clock.advance(19_999);
    expect(await value('a')).toBe('ours');
    expect(back.reads).toEqual([]);
    clock.advance(1);
    expect(await Promise.all([value('a'), value('a')])).toEqual(['ours', 'ours']);
    expect(await value('a')).toBe('theirs');
    expect(back.reads).toEqual([['a']]);
  });

  test('an entry in front needs no call, until the next check of the back store is due', async () => {
    const { clock, back, store } = tiers();
    const entry = anEntry(1, {}, clock);
    await store.setMany([{ key: 'a', entry }]);
    expect([store.peek?.('a'), store.peek?.('b')]).toEqual([entry, undefined]);
    clock.advance(30_000);
    expect(store.peek?.('a')).toBeUndefined();
    expect(back.reads).toEqual([]);
  });

  test('an older entry of the back store never replaces a younger one in front', async () => {
    const { clock, back, store, value } = tiers();
    back.held.set('a', anEntry('old', {}, clock));
    clock.advance(1_000);
    await store.setMany([{ key: 'a', entry: anEntry('new', {}, clock) }]);
    back.held.set('a', anEntry('old', { fetchedAt: clock.wall() - 1_000 }, clock));
    clock.advance(30_000);
    await value('a');
    expect(await value('a')).toBe('new');
  });

  test('a stale entry is looked up in the back store at once: another instance may have refreshed it', async () => {
    const { clock, back, store, value } = tiers();
    await store.setMany([{ key: 'a', entry: anEntry('stale', {}, clock) }]);
    clock.advance(60_000);
    back.held.set('a', anEntry('refreshed', {}, clock));
    expect(await value('a')).toBe('refreshed');
  });

  test('returns the entries in front while the back store fails, and reports the failure', async () => {
    const { clock, back, events, store, value } = tiers();
    await store.setMany([{ key: 'a', entry: anEntry('held', {}, clock) }]);
    back.failing = true;
    clock.advance(60_000);
    expect(await value('a')).toBe('held');
    expect(await value('b')).toBeUndefined();
    const failed = { type: 'store-failed', action: 'read', message: 'connection lost' };
    expect(events).toEqual([failed, failed]);
    expect(store.health()).toEqual({ ok: false, detail: 'connection lost' });
  });

  test('an entry that the back store cannot write is still kept in front', async () => {
    const { clock, back, store, value } = tiers();
    back.failing = true;
    await expect(store.setMany([{ key: 'a', entry: anEntry(1, {}, clock) }])).rejects.toThrow('connection lost');
    expect(await value('a')).toBe(1);
  });

  test('a clock that is set back makes no entry younger, wherever it was fetched', async () => {
    const { clock, back, store } = tiers();
    back.held.set('a', anEntry(1, { fetchedAt: clock.wall() - 10_000 }, clock));
    const [before] = await store.getMany(['a']);
    expect(clock.monotonic() - (before?.fetchedAtMonotonic ?? 0)).toBe(10_000);
  });
});
