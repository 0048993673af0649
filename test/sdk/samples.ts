import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { browseNodeId } from '../../src/sandbox/browse-node.ts';
import type { MarketplaceCode } from '../../src/product/marketplace.ts';

/** A product of the stand-in that is in stock, a family with variations, and a browse node with a parent. */
export function sampleProduct(marketplace: MarketplaceCode) {
  const products = sandboxProducts(marketplace);
  const product = products.find(({ state }) => state === 'IN_STOCK');
  const parent = products.find(({ state, childAsins }) => state === 'PARENT' && childAsins.length > 1);
  if (product === undefined || parent === undefined) throw new Error(`The stand-in sells nothing in ${marketplace}.`);
  return {
    asin: product.asin,
    title: product.title,
    price: product.price,
    family: { parent: parent.asin, members: parent.childAsins },
    node: { id: browseNodeId(product.noun), name: product.noun, parent: product.department },
  };
}

/** The names of an object's fields. */
export function keysOf(value: unknown): readonly string[] {
  return Object.keys(Object(value));
}
