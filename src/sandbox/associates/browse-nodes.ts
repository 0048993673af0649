import { browseNodeId } from '../browse-node.ts';
import { InvalidField } from './invalid-field.ts';
import { productKinds } from '../catalogue/vocabulary.ts';
import { textListField, type JsonRecord } from '../json.ts';

/** The result of GetBrowseNodes, in PA-API's spelling. */
export type NodesFound = { readonly nodes: readonly JsonRecord[]; readonly invalid: readonly string[] };

/** Accepted resource names of GetBrowseNodes. Source: the official SDK's enumeration. */
export const browseNodeResources: readonly string[] = ['BrowseNodes.Ancestor', 'BrowseNodes.Children'];

type Node = { readonly id: string; readonly name: string; readonly parent?: Node; readonly children: Node[] };

/** Most ids in one GetBrowseNodes call. */
const idsPerCall = 10;

/** Reads the requested ids, without duplicates. Throws InvalidField. */
export function readBrowseNodeIds(body: JsonRecord): readonly string[] {
  const ids = textListField(body, 'BrowseNodeIds');
  if (ids === undefined || ids.length === 0 || ids.length > idsPerCall || ids.some((id) => !/^\d{1,19}$/.test(id))) {
    throw new InvalidField('BrowseNodeIds', body['BrowseNodeIds'] ?? undefined);
  }
  return [...new Set(ids)];
}

/** Looks nodes up as GetBrowseNodes does. */
export function findBrowseNodes(ids: readonly string[], resources: readonly string[]): NodesFound {
  const nodes = tree();
  return {
    nodes: ids
      .map((id) => nodes.get(id))
      .filter((node) => node !== undefined)
      .map((node) => ({
        ...plain(node),
        IsRoot: node.parent === undefined,
        ...(node.parent !== undefined &&
          resources.includes('BrowseNodes.Ancestor') && { Ancestor: plain(node.parent) }),
        ...(node.children.length > 0 &&
          resources.includes('BrowseNodes.Children') && { Children: node.children.map(plain) }),
      })),
    invalid: ids.filter((id) => !nodes.has(id)),
  };
}

/** Departments with their kinds of product: the nodes of items, under the same ids. */
function tree(): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>();
  for (const { category, department, noun } of productKinds) {
    const root = nodes.get(browseNodeId(category)) ?? { id: browseNodeId(category), name: department, children: [] };
    nodes.set(root.id, root);
    const id = browseNodeId(noun);
    if (nodes.has(id)) continue;
    const leaf: Node = { id, name: noun, parent: root, children: [] };
    root.children.push(leaf);
    nodes.set(id, leaf);
  }
  return nodes;
}

function plain({ id, name }: Node): JsonRecord {
  return { Id: id, DisplayName: name, ContextFreeName: name };
}
