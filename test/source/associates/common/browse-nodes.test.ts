import { describe, expect, test } from 'vitest';
import { nodeKeyOf } from '../../../../src/product/browse-node.ts';
import type { NodeFinding, Source } from '../../../../src/source/source.ts';
import { setStage as setCreatorsStage } from '../creators-api/stage.ts';
import { setStage as setPaApiStage } from '../pa-api/stage.ts';
import type { Received, Reply, StandIn } from './stand-in.ts';

type SetStage = (
  respond: (request: Received) => Reply,
) => Promise<AsyncDisposable & { readonly source: Source; readonly amazon: StandIn }>;

const stages: readonly (readonly [string, SetStage])[] = [
  ['Creators API', setCreatorsStage],
  ['PA-API', setPaApiStage],
];

async function lookUpNodes(source: Source, ids: readonly string[], language?: string) {
  const group = { marketplace: 'IN', ...(language !== undefined && { language }) } as const;
  const context = { ...group, signal: new AbortController().signal, budgetMs: 5_000 };
  const questions = ids.map((id) => ({ ...group, id }));
  const findings = await source.operations.browseNodes?.perform(questions, context);
  return questions.map((question): NodeFinding | undefined => findings?.get(nodeKeyOf(question)));
}

const phones = {
  id: '1389401031',
  displayName: 'Categories',
  contextFreeName: 'Mobiles & Accessories',
  isRoot: false,
  ancestor: { id: '976419031', displayName: 'Electronics', contextFreeName: 'Electronics' },
  children: [{ id: '1389432031', displayName: 'Smartphones', contextFreeName: 'Smartphones' }],
};

const answering = (...browseNodes: readonly unknown[]) => ({ body: { browseNodesResult: { browseNodes } } });

describe.each(stages)('GetBrowseNodes of the %s', (_, setStage) => {
  test('ten ids are one call, which requests ancestors and children, and names the language', async () => {
    await using stage = await setStage(() => answering(phones));
    const ids = Array.from({ length: 9 }, (_ids, index) => String(index + 1));
    await lookUpNodes(stage.source, [phones.id, ...ids], 'hi_IN');
    const calls = stage.amazon.received.filter(({ path }) => path !== '/token');
    const [call] = calls;
    expect(calls).toHaveLength(1);
    expect(call?.path.toLowerCase()).toMatch(/getbrowsenodes$/);
    const body = JSON.parse(call?.body.toLowerCase() ?? '');
    expect(body).toMatchObject({
      browsenodeids: [phones.id, ...ids],
      resources: ['browsenodes.ancestor', 'browsenodes.children'],
      languagesofpreference: ['hi_in'],
    });
    expect(stage.source.operations.browseNodes?.batchSize).toBe(10);
  });

  test('a category has its clear name, its ancestors up to the root, and its children', async () => {
    await using stage = await setStage(() => answering(phones));
    expect(await lookUpNodes(stage.source, [phones.id])).toEqual([
      {
        kind: 'found',
        node: {
          id: '1389401031',
          name: 'Mobiles & Accessories',
          isRoot: false,
          ancestors: [{ id: '976419031', name: 'Electronics' }],
          children: [{ id: '1389432031', name: 'Smartphones' }],
        },
      },
    ]);
  });

  test('a category without a list of children has none, and a root has no ancestors', async () => {
    await using stage = await setStage(() => answering({ id: '5', displayName: 'Books', isRoot: true }));
    expect(await lookUpNodes(stage.source, ['5'])).toEqual([
      { kind: 'found', node: { id: '5', name: 'Books', isRoot: true, ancestors: [], children: [] } },
    ]);
  });

  test('an unknown id beside a known one is missing, and answers are matched by id', async () => {
    const errors = [
      { code: 'InvalidParameterValue', message: 'The BrowseNodeId 0 provided in the request is invalid.' },
    ];
    await using stage = await setStage(() => ({
      body: { ...answering({ id: '7', displayName: 'B' }, phones).body, errors },
    }));
    const findings = await lookUpNodes(stage.source, ['0', phones.id, '7']);
    expect(findings.map((finding) => (finding?.kind === 'found' ? finding.node.id : finding?.kind))).toEqual([
      'missing',
      phones.id,
      '7',
    ]);
  });

  test('an error that says nothing of an id fails the ids without an answer', async () => {
    const errors = [{ code: 'InternalFailure', message: 'Something went wrong.' }];
    await using stage = await setStage(() => ({ body: { ...answering(phones).body, errors } }));
    expect((await lookUpNodes(stage.source, [phones.id, '8'])).map((finding) => finding?.kind)).toEqual([
      'found',
      'failed',
    ]);
  });

  test('a category whose name is not made for people is missing, and fails no other id', async () => {
    await using stage = await setStage(() => answering(phones, { id: '7', displayName: '60362031' }));
    const findings = await lookUpNodes(stage.source, [phones.id, '7', '8']);
    expect(findings.map((finding) => finding?.kind)).toEqual(['found', 'missing', 'missing']);
  });

  test('an entry without a valid id fails the ids without an answer', async () => {
    await using stage = await setStage(() => answering(phones, { id: 'seven', displayName: 'Books' }));
    const findings = await lookUpNodes(stage.source, [phones.id, '7']);
    expect(findings.map((finding) => finding?.kind)).toEqual(['found', 'failed']);
  });

  test('an answer with neither categories nor errors is malformed', async () => {
    await using stage = await setStage(() => ({ body: {} }));
    await expect(lookUpNodes(stage.source, ['8'])).rejects.toMatchObject({ code: 'MALFORMED' });
  });

  test('a throttled call fails as a whole', async () => {
    await using stage = await setStage(() => ({ status: 429, body: { type: 'ThrottleException', message: 'slow' } }));
    await expect(lookUpNodes(stage.source, ['8'])).rejects.toMatchObject({ code: 'THROTTLED' });
  });
});

test('a 404 of the Creators API about browse nodes means that none exists', async () => {
  const body = { type: 'ResourceNotFoundException', message: 'No browse nodes found.', resourceType: 'BrowseNode' };
  await using stage = await setCreatorsStage(() => ({ status: 404, body }));
  expect(await lookUpNodes(stage.source, ['8', '9'])).toEqual([{ kind: 'missing' }, { kind: 'missing' }]);
});

test('a refusal that blames one id of several is split, and alone it means that the category does not exist', async () => {
  const body = {
    type: 'ValidationException',
    reason: 'FieldValidationFailed',
    message: 'x',
    fieldList: ['browseNodeIds'],
  };
  await using stage = await setCreatorsStage(() => ({ status: 400, body }));
  await expect(lookUpNodes(stage.source, ['8', '9'])).rejects.toMatchObject({ unnamedFault: true, badRequest: true });
  expect(await lookUpNodes(stage.source, ['8'])).toEqual([{ kind: 'missing' }]);
});
