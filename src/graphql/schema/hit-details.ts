import type { GraphQLResolveInfo } from 'graphql';
import type { ProductAnswer, SearchHit } from '../../catalog/answer.ts';
import type { Product } from '../../product/product.ts';
import type { GatewayContext } from '../context.ts';
import { productLoader } from './product-loader.ts';
import { fieldsIn } from '../input/root-fields.ts';

/** Whether a hit tells something of a field that only a lookup may know; by the field's name. */
const tells: ReadonlyMap<string, (hit: Product) => boolean> = new Map([
  ['brand', ({ brand }) => brand !== undefined],
  ['features', ({ features }) => features.length > 0],
  ['category', ({ category }) => category !== undefined],
  ['salesRank', ({ salesRank }) => salesRank !== undefined],
  ['parentAsin', ({ parentAsin }) => parentAsin !== undefined],
  ['seller', ({ seller }) => seller !== undefined],
  ['condition', ({ condition }) => condition !== undefined],
  ['availability', ({ availability }) => availability !== 'UNKNOWN'],
  ['price', ({ priceStatus }) => priceStatus !== 'NOT_PROVIDED'],
  ['priceStatus', ({ priceStatus }) => priceStatus !== 'NOT_PROVIDED'],
]);

/**
 * The hit, looked up when a field is selected that its search left out. All such hits of the operation, and whatever
 * else it asks, reach the catalog in one call. A lookup that learns nothing leaves the hit as it was found.
 */
export function completed(
  { answer, lookup }: SearchHit,
  context: GatewayContext,
  info: GraphQLResolveInfo,
): ProductAnswer | Promise<ProductAnswer> {
  if (lookup === undefined || !asksForMore(answer.product, info)) return answer;
  return productLoader(context)
    .load({ ...lookup, realTime: false })
    .then((looked) => (looked.kind === 'product' ? looked : answer));
}

function asksForMore(hit: Product, { fieldNodes, fragments, variableValues }: GraphQLResolveInfo): boolean {
  const sets = fieldNodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  return fieldsIn(sets, fragments, variableValues).some(({ name }) => tells.get(name.value)?.(hit) === false);
}
