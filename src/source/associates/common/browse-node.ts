import { parseNodeId, type BrowseNode, type NamedNode } from '../../../product/browse-node.ts';
import { isCategoryName } from '../../category.ts';
import { list, text } from '../../json.ts';
import { field } from './field.ts';

/** Reads a category with its ancestors, in the form that items and GetBrowseNodes share; `undefined` if it is unnamed. */
export function readBrowseNode(entry: unknown): BrowseNode | undefined {
  const named = readNamedNode(entry);
  if (named === undefined) return undefined;
  const isRoot = field(entry, 'isRoot');
  const ancestors = namedNodes(nodesAbove(entry));
  return {
    ...named,
    ...(typeof isRoot === 'boolean' && { isRoot }),
    // A root has none, whether the API says so or not.
    ...((ancestors.length > 0 || isRoot === true) && { ancestors }),
  };
}

/** Reads the readable ones of a list of categories. */
export function readNamedNodes(entries: unknown): readonly NamedNode[] {
  return namedNodes(list(entries) ?? []);
}

/** The names, the preferred first: "Toys & Games" is clear without its ancestors, where the plain name is "Categories". */
export function namesOf(entry: unknown): readonly string[] {
  return [text(field(entry, 'contextFreeName')), text(field(entry, 'displayName'))].filter(
    (name) => name !== undefined,
  );
}

/** The unread entries from the parent to the root. */
export function nodesAbove(entry: unknown): readonly unknown[] {
  const ancestors: unknown[] = [];
  for (let next = field(entry, 'ancestor'); next !== undefined; next = field(next, 'ancestor')) ancestors.push(next);
  return ancestors;
}

/** The id of an entry; `undefined` if it has none. */
export function idOf(entry: unknown): string | undefined {
  return parseNodeId(text(field(entry, 'id')) ?? '');
}

function namedNodes(entries: readonly unknown[]): readonly NamedNode[] {
  return entries.map(readNamedNode).filter((node) => node !== undefined);
}

function readNamedNode(entry: unknown): NamedNode | undefined {
  const id = idOf(entry);
  const name = namesOf(entry).find(isCategoryName);
  return id === undefined || name === undefined ? undefined : { id, name };
}
