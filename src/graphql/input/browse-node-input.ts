import { nodeGroupIn, parseNodeId, type BrowseNodeQuestion } from '../../product/browse-node.ts';
import type { BadUserInput } from './bad-user-input.ts';
import { refuseAny } from './product-input.ts';
import { groupFaults, readGroup, type InputContext, type QuestionArgs } from './question-args.ts';

/** The maximum number of categories in one `browseNodes`. */
export const mostNodes = 50;

/** What is wrong with text that is no id of a category. */
export const notANodeId = 'is not the id of a browse node, which is a number of at most 19 digits';

/** The maximum length of an id, whitespace included. */
export const longestNodeId = 100;

/** Reads an id as a client sends it; `undefined` if it is none. */
export function readNodeId(text: string): string | undefined {
  return text.length <= longestNodeId ? parseNodeId(text) : undefined;
}

/** Reads the arguments of `browseNode`. Throws `BadInput`. */
export function readBrowseNode(
  args: QuestionArgs & { readonly id: string },
  context: InputContext,
): BrowseNodeQuestion {
  const group = nodeGroupIn(readGroup(args, context));
  const id = readNodeId(args.id);
  refuseAny([...(id === undefined ? [fault(['id'], args.id)] : []), ...groupFaults(group, context)]);
  return { ...group, id: id ?? '' };
}

/** Reads the arguments of `browseNodes`, in order and with duplicates. Throws `BadInput` with all faults. */
export function readBrowseNodes(
  args: QuestionArgs & { readonly ids: readonly string[] },
  context: InputContext,
): readonly BrowseNodeQuestion[] {
  const group = nodeGroupIn(readGroup(args, context));
  const ids = args.ids.map(readNodeId);
  const malformed = args.ids.flatMap((id, index) => (ids[index] === undefined ? [fault(['ids', index], id)] : []));
  refuseAny([...sizeFaults(ids.length), ...malformed, ...groupFaults(group, context)]);
  return ids.flatMap((id) => (id === undefined ? [] : [{ ...group, id }]));
}

function fault(path: BadUserInput['path'], value: string): BadUserInput {
  return { path, value, message: notANodeId };
}

function sizeFaults(size: number): readonly BadUserInput[] {
  if (size >= 1 && size <= mostNodes) return [];
  return [{ path: ['ids'], value: undefined, message: `must hold 1 to ${mostNodes} ids, not ${size}` }];
}
