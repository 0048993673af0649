import { describe, expect, test } from 'vitest';
import { createEntryCache } from '../../src/cache/entry-cache.ts';
import { cacheVersions, versionsInUse, type CacheVersion } from '../../src/cache/versions.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { fakeStore } from './a-fake-store.ts';

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const v1: CacheVersion = { name: 'v1' };
const v2: CacheVersion = { name: 'v2', upcast: (value) => `${String(value)} in the new shape` };

function entryCaches() {
  const clock = fakeClock();
  const store = fakeStore();
  const events: GatewayEvent[] = [];
  const report = (event: GatewayEvent) => void events.push(event);
  const entryCache = (versions: readonly CacheVersion[]) => createEntryCache({ store, clock, report, versions });
  return { clock, store, events, older: entryCache([v1]), newer: entryCache([v1, v2]), entryCache };
}

const fetchedAt = fakeClock().wall();
const note = (key: string, value: string) => ({ key, value, fetchedAt, freshMs: 60_000, staleMs: 120_000 });

describe('versions of cached values', () => {
  test('every version can read the one before it', () => {
    expect(() => versionsInUse(cacheVersions)).not.toThrow();
  });

  test('a version without its upcaster is refused, and so are two of one name, and an empty list', () => {
    expect(() => versionsInUse([v1, { name: 'v2' }])).toThrow('cache version v2 cannot read the one before it');
    expect(() => versionsInUse([v1, { name: 'v2' }, { ...v2, name: 'v3' }])).toThrow('cache version v2');
    expect(() => versionsInUse([v1, { ...v2, name: 'v1' }])).toThrow('two versions are named v1');
    expect(() => versionsInUse([])).toThrow('no version');
    expect(() => entryCaches().entryCache([v1, { name: 'v2' }])).toThrow('cannot read the one before it');
  });

  test('a new version reads the entries of the version before, with their age', async () => {
    const { clock, older, newer } = entryCaches();
    await older.setMany([note('a', 'lamp')]);
    clock.advance(61_000);
    const [copy, none] = await newer.getMany(['a', 'b'], text);
    expect(copy).toMatchObject({ value: 'lamp in the new shape', state: 'stale', fetchedAt: clock.wall() - 61_000 });
    expect(none).toBeUndefined();
  });

  test('an entry of the version before is stored in the new version, and converted once', async () => {
    const { store, older, newer } = entryCaches();
    await older.setMany([note('a', 'lamp')]);
    await newer.getMany(['a'], text);
    store.reads.length = 0;
    expect((await newer.getMany(['a'], text))[0]?.value).toBe('lamp in the new shape');
    expect(store.reads).toEqual([['v2:a']]);
  });

  test('the new version prefers its own entry, and the version before still reads its own', async () => {
    const { older, newer } = entryCaches();
    await older.setMany([note('a', 'old')]);
    await newer.setMany([note('a', 'new')]);
    expect((await newer.getMany(['a'], text))[0]?.value).toBe('new');
    expect((await older.getMany(['a'], text))[0]?.value).toBe('old');
  });

  test('a value that the upcaster cannot convert is a miss', async () => {
    const { older, entryCache } = entryCaches();
    await older.setMany([note('a', 'lamp')]);
    const choking = entryCache([v1, { name: 'v2', upcast: () => JSON.parse('{') }]);
    expect(await choking.getMany(['a'], text)).toEqual([undefined]);
  });
});
