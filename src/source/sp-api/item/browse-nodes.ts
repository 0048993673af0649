import { parseNodeId, type NamedNode, type ProductBrowseNode } from '../../../product/browse-node.ts';
import type { MarketplaceCode } from '../../../product/marketplace.ts';
import { isCategoryName } from '../../category.ts';
import { count, record, text } from '../../json.ts';
import { objects, type Json } from '../json.ts';
import { ownGroup } from './data-sets.ts';

/** The categories of an item with their ancestors and the item's rank in each. Other classifications are left out. */
export function readBrowseNodes(item: Json, marketplace: MarketplaceCode): readonly ProductBrowseNode[] {
  const stated = objects(ownGroup(item['salesRanks'], marketplace)['classificationRanks']);
  const ranks = new Map(stated.map((entry) => [text(entry['classificationId']), count(entry['rank'], 1)]));
  return objects(ownGroup(item['classifications'], marketplace)['classifications']).flatMap((entry) => {
    const node = readNode(entry);
    const ancestors = ancestorsOf(entry);
    if (node === undefined || ancestors === undefined) return [];
    const salesRank = ranks.get(node.id);
    return [{ ...node, ancestors, ...(salesRank !== undefined && { salesRank }) }];
  });
}

/** From the parent to the root; `undefined` if one of them is no category. */
function ancestorsOf(classification: Json): readonly NamedNode[] | undefined {
  const ancestors: NamedNode[] = [];
  for (let above = record(classification['parent']); above !== undefined; above = record(above['parent'])) {
    const node = readNode(above);
    if (node === undefined) return undefined;
    ancestors.push(node);
  }
  return ancestors;
}

function readNode(entry: Json): NamedNode | undefined {
  const id = parseNodeId(text(entry['classificationId']) ?? '');
  const name = text(entry['displayName']);
  return id === undefined || name === undefined || !isCategoryName(name) ? undefined : { id, name };
}
