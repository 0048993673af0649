import { describe, expect, test } from 'vitest';
import { systemClock, type Clock } from '../../src/clock.ts';
import type { LookUpNodes } from '../../src/source/operations.ts';
import { SourceError } from '../../src/source/source-error.ts';
import type { NodeFinding } from '../../src/source/source.ts';
import { aCatalog, anOperation } from '../support/a-catalog.ts';
import { fakeSource } from '../support/fake-source.ts';

const findAll: LookUpNodes = async (ids) => new Map(ids.map((id) => [id, found(id)]));

function found(id: string): NodeFinding {
  return { kind: 'found', node: { id, name: `Node ${id}`, children: [{ id: `${id}0`, name: 'Child' }] } };
}

const missAll: LookUpNodes = async (ids) => new Map(ids.map((id) => [id, { kind: 'missing' }]));
const failAll: LookUpNodes = async () => {
  throw new SourceError('MALFORMED', 'odd');
};
const questions = (...ids: readonly string[]) => ids.map((id) => ({ marketplace: 'IN', id }) as const);
const numbered = (count: number) => questions(...Array.from({ length: count }, (_, index) => String(index + 1)));

describe('categories', () => {
  test('25 are three calls, answered in the order of the questions, duplicates included', async () => {
    const source = fakeSource({ browseNodes: findAll });
    const { catalog } = aCatalog([source]);
    const asked = [...numbered(25).toReversed(), ...questions('7')];
    const answers = await catalog.browseNodes(asked, anOperation());
    expect(answers.map((answer) => answer.kind === 'browse-node' && answer.node.id)).toEqual(asked.map(({ id }) => id));
    expect(source.calls.map(({ ids }) => ids?.length)).toEqual([10, 10, 5]);
  });

  test('an answer names its source, its age and the children of the category', async () => {
    const { catalog } = aCatalog([fakeSource({ browseNodes: findAll })]);
    const [answer] = await catalog.browseNodes(questions('5'), anOperation());
    expect(answer).toMatchObject({
      kind: 'browse-node',
      node: { id: '5', name: 'Node 5' },
      children: [{ id: '50', name: 'Child' }],
      group: { marketplace: 'IN' },
      source: 'CREATORS_API',
      cacheStatus: 'LIVE',
      attempts: [{ source: 'CREATORS_API', outcome: 'FOUND' }],
    });
  });

  test('a category is kept for a day, and one that does not exist for ten minutes', async () => {
    let passedMs = 0;
    const clock: Clock = {
      wall: () => systemClock.wall() + passedMs,
      monotonic: () => systemClock.monotonic() + passedMs,
    };
    const source = fakeSource({
      browseNodes: async (ids) => new Map(ids.map((id) => [id, id === '5' ? found(id) : { kind: 'missing' }])),
    });
    const { catalog } = aCatalog([source], { clock });
    const ask = async () => {
      const operation = { ...anOperation(), deadlineAt: clock.monotonic() + 10_000 };
      return await catalog.browseNodes(questions('5', '6'), operation);
    };
    await ask();
    expect(await ask()).toMatchObject([{ cacheStatus: 'FRESH', children: [{ id: '50' }] }, { kind: 'no-browse-node' }]);
    expect(source.calls).toHaveLength(1);
    passedMs = 11 * 60_000;
    await ask();
    expect(source.calls.map(({ ids }) => ids)).toEqual([['5', '6'], ['6']]);
    passedMs = 23 * 3_600_000;
    expect(await ask()).toMatchObject([{ cacheStatus: 'FRESH' }, { kind: 'no-browse-node' }]);
    passedMs = 25 * 3_600_000;
    expect(await ask()).toMatchObject([{ cacheStatus: 'LIVE' }, { kind: 'no-browse-node' }]);
  });

  test('marketplaces and languages share neither a call nor an entry', async () => {
    const source = fakeSource({ browseNodes: findAll });
    const { catalog } = aCatalog([source]);
    const asked = [
      { marketplace: 'IN', id: '5' },
      { marketplace: 'US', id: '5' },
      { marketplace: 'IN', language: 'hi_IN', id: '5' },
    ] as const;
    for (let turn = 0; turn < 2; turn += 1) await catalog.browseNodes(asked, anOperation());
    expect(source.calls.map(({ marketplace, language }) => [marketplace, language])).toEqual([
      ['IN', undefined],
      ['US', undefined],
      ['IN', 'hi_IN'],
    ]);
  });

  test('a source without the operation is skipped, and the next one answers', async () => {
    const without = fakeSource();
    const next = fakeSource({ id: 'PA_API', browseNodes: findAll });
    const { catalog } = aCatalog([without, next]);
    const [answer] = await catalog.browseNodes(questions('5'), anOperation());
    expect(answer).toMatchObject({
      source: 'PA_API',
      attempts: [{ source: 'CREATORS_API', outcome: 'SKIPPED', code: 'NO_BROWSE_NODES' }, { outcome: 'FOUND' }],
    });
    expect(without.calls).toEqual([]);
  });

  test('without a source that can be asked, a category is unavailable and never absent', async () => {
    const { catalog } = aCatalog([fakeSource()]);
    expect(await catalog.browseNodes(questions('5'), anOperation())).toMatchObject([
      { kind: 'unavailable', marketplace: 'IN', code: 'SOURCES_UNAVAILABLE', retryable: false },
    ]);
  });

  test('a source that fails is followed by the next; if all fail, the category is unavailable and is not cached', async () => {
    const first = fakeSource({ browseNodes: failAll });
    const second = fakeSource({ id: 'PA_API', browseNodes: findAll });
    const { catalog } = aCatalog([first, second]);
    expect(await catalog.browseNodes(questions('5'), anOperation())).toMatchObject([
      { source: 'PA_API', attempts: [{ outcome: 'FAILED', code: 'MALFORMED' }, { outcome: 'FOUND' }] },
    ]);
    const alone = fakeSource({ browseNodes: failAll });
    const failing = aCatalog([alone]).catalog;
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await failing.browseNodes(questions('5'), anOperation())).toMatchObject([{ kind: 'unavailable' }]);
    }
    expect(alone.calls).toHaveLength(2);
  });

  test('an absence beside a failure is not cached', async () => {
    const missing = fakeSource({ browseNodes: missAll });
    const failing = fakeSource({ id: 'PA_API', browseNodes: failAll });
    const { catalog } = aCatalog([missing, failing]);
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await catalog.browseNodes(questions('5'), anOperation())).toMatchObject([{ kind: 'no-browse-node' }]);
    }
    expect(missing.calls).toHaveLength(2);
  });

  test('an entry of another id, or of a source that is no longer configured, is not used', async () => {
    const source = fakeSource({ browseNodes: findAll });
    const { catalog, store, events } = aCatalog([source]);
    const node = { id: '6', name: 'Foreign', children: [] };
    const write = (value: unknown) =>
      store.setMany([
        { key: 'v3:node:IN:5', entry: { value, fetchedAt: Date.now(), freshMs: 60_000, staleMs: 60_000 } },
      ]);
    for (const value of [
      { kind: 'node', node, source: 'CREATORS_API', attempts: [] },
      { kind: 'node', node: { ...node, id: '5' }, source: 'SCRAPING', attempts: [] },
      { kind: 'node', node: { id: '5', name: 7 }, source: 'CREATORS_API', attempts: [] },
    ]) {
      await write(value);
      expect(await catalog.browseNodes(questions('5'), anOperation())).toMatchObject([{ node: { name: 'Node 5' } }]);
    }
    expect(events.filter(({ type }) => type === 'unreadable')).toHaveLength(3);
  });
});
