import type { GraphQLResolveInfo } from 'graphql';
import type { ProductAnswer, SearchHit } from '../../catalog/answer.ts';
import type { Product } from '../../product/product.ts';
import type { GatewayContext } from '../context.ts';
import { productLoader } from './product-loader.ts';
import { fieldsIn } from '../input/root-fields.ts';

/** By the name of a field that a lookup may know better: whether the hit has a value for it. */
const hasValue: ReadonlyMap<string, (hit: Product) => boolean> = new Map([
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
 * The product of a hit. If a selected field is missing in the hit, the product is looked up, together with all other
 * lookups of the operation. If that lookup finds nothing, the hit is returned as the search found it.
 */
export function completed(
  { answer, lookup }: SearchHit,
  context: GatewayContext,
  info: GraphQLResolveInfo,
): ProductAnswer | Promise<ProductAnswer> {
  if (lookup === undefined || !selectsMore(answer.product, info)) return answer;
  return productLoader(context)
    .load({ ...lookup, realTime: false })
    .then((found) => (found.kind === 'product' ? found : answer));
}

function selectsMore(hit: Product, { fieldNodes, fragments, variableValues }: GraphQLResolveInfo): boolean {
  const sets = fieldNodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  return fieldsIn(sets, fragments, variableValues).some(({ name }) => hasValue.get(name.value)?.(hit) === false);
}
