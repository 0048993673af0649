import type { BrowseNodeWithChildren } from '../../../product/browse-node.ts';
import { list } from '../../json.ts';
import type { LookUpNodes } from '../../operations.ts';
import { SourceError } from '../../source-error.ts';
import type { NodeFinding } from '../../source.ts';
import { idOf, readBrowseNode, readNamedNodes } from './browse-node.ts';
import { readFaults } from './fault.ts';
import { field } from './field.ts';
import { matchById, type AnswerById, type Match } from './findings.ts';
import { isAnswer, itemFailure, lookupRefused } from './refused-lookup.ts';
import type { AssociatesApi } from './api.ts';

/** Both lists belong to every answer; an unknown name makes the API refuse the whole call. */
const resources = ['browseNodes.ancestor', 'browseNodes.children'];

/** GetBrowseNodes of an associates API. */
export function lookUpNodesOf(api: AssociatesApi): LookUpNodes {
  return async (ids, context) => {
    const where = `${api.name} GetBrowseNodes (${context.marketplace})`;
    const { language } = context;
    const question = {
      browseNodeIds: ids,
      resources,
      ...(language !== undefined && { languagesOfPreference: [language] }),
    };
    const reply = await api.call({ ...context, operation: 'getBrowseNodes', question, where });
    if (!isAnswer(reply)) return lookupRefused(api, 'browsenode', ids, reply, where);
    const answer = readAnswer(reply.json, where);
    const matches = matchById(ids, answer, where, (fault) => itemFailure(api, { ...reply, faults: [fault] }, where));
    return new Map([...matches].map(([id, match]) => [id, toFinding(match)]));
  };
}

function readAnswer(json: unknown, where: string): AnswerById<string, BrowseNodeWithChildren> {
  const faults = readFaults(json);
  const entries = list(field(json, 'browseNodesResult.browseNodes'));
  if (entries === undefined && faults.length === 0) {
    throw new SourceError('MALFORMED', `${where}: the answer contains neither categories nor errors`);
  }
  const found = new Map<string, BrowseNodeWithChildren>();
  let unreadable = 0;
  for (const entry of entries ?? []) {
    const node = readBrowseNode(entry);
    // Both APIs omit the list for a category without children.
    if (node !== undefined) found.set(node.id, { ...node, children: readNamedNodes(field(entry, 'children')) });
    // A node with an id and without a readable name is one that shoppers do not see: it concerns no other id.
    else if (idOf(entry) === undefined) unreadable += 1;
  }
  return { found, unreadable, faults, kind: 'browsenode' };
}

function toFinding(match: Match<BrowseNodeWithChildren>): NodeFinding {
  return match.kind === 'found' ? { kind: 'found', node: match.value } : match;
}
