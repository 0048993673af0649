import type { NamedNode, ProductBrowseNode } from '../../../../product/browse-node.ts';
import type { Product } from '../../../../product/product.ts';
import { chooseCategory, isCategoryName, isInternalRoot } from '../../../category.ts';
import { count, list, text } from '../../../json.ts';
import { field } from '../field.ts';

/** The categories of an item with their ranks, and the one that represents them. */
export function readCategories(item: unknown): Pick<Product, 'category' | 'salesRank' | 'browseNodes'> {
  const nodes = list(field(item, 'browseNodeInfo.browseNodes')) ?? [];
  const department = field(item, 'browseNodeInfo.websiteSalesRank');
  const candidates = [...nodes, ...(rankOf(department) === undefined ? [] : [department])];
  const browseNodes = nodes.map(readProductNode).filter((node) => node !== undefined);
  return {
    ...chooseCategory(
      candidates.map((node) => ({ names: namesOf(node), rank: rankOf(node), ancestors: namesAbove(node) })),
    ),
    ...(browseNodes.length > 0 && { browseNodes }),
  };
}

/** `undefined` for nodes that Amazon does not show to shoppers. */
function readProductNode(node: unknown): ProductBrowseNode | undefined {
  const named = readNamedNode(node);
  if (named === undefined || namesAbove(node).some(isInternalRoot)) return undefined;
  const ancestors = above(node)
    .map(readNamedNode)
    .filter((ancestor) => ancestor !== undefined);
  const isRoot = field(node, 'isRoot');
  const salesRank = rankOf(node);
  return {
    ...named,
    ...(typeof isRoot === 'boolean' && { isRoot }),
    ...((ancestors.length > 0 || isRoot === true) && { ancestors }),
    ...(salesRank !== undefined && { salesRank }),
  };
}

function readNamedNode(node: unknown): NamedNode | undefined {
  const id = text(field(node, 'id'));
  const name = namesOf(node).find(isCategoryName);
  return id === undefined || !/^\d{1,19}$/.test(id) || name === undefined ? undefined : { id, name };
}

/** The context-free name is clear without its ancestors: "Toys & Games" where the plain name is "Categories". */
function namesOf(node: unknown): readonly string[] {
  return [text(field(node, 'contextFreeName')), text(field(node, 'displayName'))].filter((name) => name !== undefined);
}

function namesAbove(node: unknown): readonly string[] {
  return above(node).map((ancestor) => namesOf(ancestor)[0] ?? '');
}

/** From the parent to the root. */
function above(node: unknown): readonly unknown[] {
  const ancestors: unknown[] = [];
  for (let next = field(node, 'ancestor'); next !== undefined; next = field(next, 'ancestor')) ancestors.push(next);
  return ancestors;
}

function rankOf(node: unknown): number | undefined {
  return count(field(node, 'salesRank'), 1);
}
