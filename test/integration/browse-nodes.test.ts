import { expect, test } from 'vitest';
import { browseNodeId } from '../../src/sandbox/browse-node.ts';
import { productKinds } from '../../src/sandbox/catalogue/vocabulary.ts';
import { aGateway } from '../support/a-gateway.ts';

const leaves = [...new Map(productKinds.map((kind) => [kind.noun, kind])).values()];
const query =
  'query ($ids: [ID!]!) { browseNodes(ids: $ids) { id name isRoot ancestors { id name } children { name } provenance { source cacheStatus } } }';

test.each(['CREATORS_API', 'PA_API'] as const)(
  '%s: 25 categories are three calls, and then none for a day',
  async (source) => {
    await using gateway = await aGateway({}, { sources: [source] });
    const ids = [...leaves.slice(0, 24).map(({ noun }) => browseNodeId(noun)), '4'];
    const { data, errors } = await gateway.ask(query, { ids });
    expect(errors).toBeUndefined();
    expect(data?.['browseNodes']).toEqual([
      ...leaves.slice(0, 24).map(({ noun, category, department }) => ({
        id: browseNodeId(noun),
        name: noun,
        isRoot: false,
        ancestors: [{ id: browseNodeId(category), name: department }],
        children: [],
        provenance: { source, cacheStatus: 'LIVE' },
      })),
      null,
    ]);
    const calls = () => gateway.sandbox.calls.filter(({ operation }) => /browsenodes/i.test(operation)).length;
    expect(calls()).toBe(3);
    gateway.passTime(23 * 3_600_000);
    const again = await gateway.ask(query, { ids: ids.slice(0, 24) });
    expect(again.errors).toBeUndefined();
    expect(calls()).toBe(3);
  },
);

test('without an API of categories, they are unavailable, with the reason for each source', async () => {
  await using gateway = await aGateway({}, { sources: ['SCRAPING'] });
  const { data, errors } = await gateway.ask('{ browseNode(id: "1") { name } }');
  expect(data).toEqual({ browseNode: null });
  expect(errors).toMatchObject([
    {
      path: ['browseNode'],
      extensions: {
        code: 'SOURCES_UNAVAILABLE',
        retryable: false,
        attempts: [{ source: 'SCRAPING', outcome: 'SKIPPED', code: 'NO_BROWSE_NODES' }],
      },
    },
  ]);
});
