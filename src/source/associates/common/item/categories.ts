import type { ProductBrowseNode } from '../../../../product/browse-node.ts';
import type { Product } from '../../../../product/product.ts';
import { chooseCategory, isInternal } from '../../../category.ts';
import { count, list } from '../../../json.ts';
import { namesOf, nodesAbove, readBrowseNode } from '../browse-node.ts';
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
function readProductNode(entry: unknown): ProductBrowseNode | undefined {
  const node = readBrowseNode(entry);
  if (node === undefined || namesAbove(entry).some(isInternal)) return undefined;
  const salesRank = rankOf(entry);
  return { ...node, ...(salesRank !== undefined && { salesRank }) };
}

function namesAbove(entry: unknown): readonly (readonly string[])[] {
  return nodesAbove(entry).map(namesOf);
}

function rankOf(entry: unknown): number | undefined {
  return count(field(entry, 'salesRank'), 1);
}
