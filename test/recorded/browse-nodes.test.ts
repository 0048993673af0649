import { describe, expect, test } from 'vitest';
import type { BrowseNodeWithChildren } from '../../src/product/browse-node.ts';
import { nodeKeyOf } from '../../src/product/browse-node.ts';
import type { NodeFinding, Source } from '../../src/source/source.ts';
import { hasRecordings, readRecorded, readRecordedJson } from '../support/recorded.ts';
import { setStage as setCreatorsStage } from '../source/associates/creators-api/stage.ts';
import { setStage as setPaApiStage } from '../source/associates/pa-api/stage.ts';
import { fieldOf, recordingsOf, type Family } from './replay.ts';

const recordings = (['creators', 'paapi'] as const).flatMap((family) =>
  recordingsOf(family)
    .filter((name) => entriesOf(readRecordedJson(`${family}/${name}`)).length > 0)
    .map((name) => [family, name] as const),
);

describe.runIf(hasRecordings)('recorded answers of GetBrowseNodes', () => {
  test('there are some of both APIs', () => {
    expect(new Set(recordings.map(([family]) => family))).toEqual(new Set(['creators', 'paapi']));
  });

  test.each(recordings)('%s/%s: categories as they say themselves, ids in errors missing', async (family, name) => {
    const recording = readRecordedJson(`${family}/${name}`);
    const entries = entriesOf(recording);
    const said = JSON.stringify(fieldOf(recording, 'errors') ?? []);
    const unknown = Array.from(said.matchAll(/BrowseNodeIds? (\d+) /g), ([, id = '']) => id);
    await using stage = await setStage(family, readRecorded(`${family}/${name}`));
    const asked = [...unknown, ...entries.map((entry) => String(fieldOf(entry, 'id')))];
    const findings = await lookUpNodes(stage.source, asked);
    expect(asked.map((id) => findings.get(id))).toEqual([
      ...unknown.map(() => ({ kind: 'missing' })),
      ...entries.map((entry) => ({ kind: 'found', node: nodeOf(entry) })),
    ]);
  });
});

async function setStage(family: Family, body: Buffer): Promise<AsyncDisposable & { readonly source: Source }> {
  return family === 'paapi' ? await setPaApiStage(() => ({ body })) : await setCreatorsStage(() => ({ body }), '3.1');
}

async function lookUpNodes(
  source: Source,
  ids: readonly string[],
): Promise<ReadonlyMap<string, NodeFinding | undefined>> {
  const context = { marketplace: 'US', signal: new AbortController().signal, budgetMs: 5_000 } as const;
  const questions = ids.map((id) => ({ marketplace: 'US', id }) as const);
  const findings = await source.operations.browseNodes?.perform(questions, context);
  return new Map(questions.map((question) => [question.id, findings?.get(nodeKeyOf(question))]));
}

/** What an entry says, read in a second way. */
function nodeOf(entry: unknown): BrowseNodeWithChildren {
  const isRoot = fieldOf(entry, 'isRoot') === true;
  const ancestors: { id: string; name: string }[] = [];
  for (let above = fieldOf(entry, 'ancestor'); above != null; above = fieldOf(above, 'ancestor'))
    ancestors.push(named(above));
  return {
    ...named(entry),
    isRoot,
    ...((isRoot || ancestors.length > 0) && { ancestors }),
    children: listOf(entry, 'children').map(named),
  };
}

function named(entry: unknown): { id: string; name: string } {
  return { id: String(fieldOf(entry, 'id')), name: String(fieldOf(entry, 'contextFreeName')) };
}

function entriesOf(recording: unknown): readonly unknown[] {
  return listOf(fieldOf(recording, 'browseNodesResult'), 'browseNodes');
}

function listOf(value: unknown, name: string): readonly unknown[] {
  const entries = fieldOf(value, name);
  return Array.isArray(entries) ? entries : [];
}
