import type { GraphQLResolveInfo } from 'graphql';
import type { ProductAnswer, SearchHit } from '../../catalog/answer.ts';
import type { Product } from '../../product/product.ts';
import type { GatewayContext } from '../context.ts';
import { productLoader } from './product-loader.ts';
import { fieldsIn } from '../input/root-fields.ts';

/**
 * Fields for which a hit is never looked up: every hit has them, or a lookup seldom knows more. `priceAccess` is absent
 * where everyone can buy.
 */
const neverLookedUp: ReadonlySet<string> = new Set([
  '__typename',
  'id',
  'asin',
  'marketplace',
  'productUrl',
  'title',
  'images',
  'imageUrl',
  'language',
  'priceAccess',
  'listPriceKind',
  'unitPrice',
  'deal',
  'listPrice',
  'savingsPercent',
  'availabilityMessage',
  'rating',
  'reviewCount',
  'quality',
  'provenance',
  'variations',
]);

/** Fields that even a list of mere ASINs has. */
const alwaysListed: ReadonlySet<string> = new Set([
  '__typename',
  'id',
  'asin',
  'marketplace',
  'productUrl',
  'parentAsin',
  'variationAttributes',
  'variations',
]);

/** Whether a hit has a value of a field that is never absent. */
const hasValue: ReadonlyMap<string, (hit: Product) => boolean> = new Map([
  ['features', ({ features }) => features.length > 0],
  ['availability', ({ availability }) => availability !== 'UNKNOWN'],
  ['price', ({ priceStatus }) => priceStatus !== 'NOT_PROVIDED'],
  ['priceStatus', ({ priceStatus }) => priceStatus !== 'NOT_PROVIDED'],
]);

/**
 * The product of a hit. If a selected field is missing in the hit, the product is looked up, together with all other
 * lookups of the operation. If that lookup finds nothing, the hit is returned as the search found it.
 */
export function completed(
  { answer, lookup, wholeFields = [] }: SearchHit,
  context: GatewayContext,
  info: GraphQLResolveInfo,
): ProductAnswer | Promise<ProductAnswer> {
  if (lookup === undefined || !selectsMissingField(answer.product, wholeFields, info)) return answer;
  return productLoader(context)
    .load({ ...lookup, realTime: false })
    .then((found) => (found.kind === 'product' ? found : answer));
}

function selectsMissingField(
  hit: Product,
  wholeFields: readonly string[],
  { fieldNodes, fragments, variableValues }: GraphQLResolveInfo,
): boolean {
  const listed = isBare(hit) ? alwaysListed : neverLookedUp.union(new Set(wholeFields));
  const sets = fieldNodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  return fieldsIn(sets, fragments, variableValues).some(
    ({ name }) => !listed.has(name.value) && isMissing(hit, name.value),
  );
}

/** Whether the source listed little more than the ASIN. */
function isBare({ title, images }: Product): boolean {
  return title === undefined && images.length === 0;
}

function isMissing(hit: Product, field: string): boolean {
  return !(hasValue.get(field)?.(hit) ?? Object.hasOwn(hit, field));
}
