import { isObjectType, type GraphQLSchema } from 'graphql';
import type { ProductAnswer, ProductRequest } from '../../catalog/answer.ts';
import { parseAsin } from '../../product/asin.ts';
import { isMarketplaceCode } from '../../product/marketplace.ts';
import type { GatewayContext } from '../context.ts';
import { productLookup } from './field-traits.ts';
import { BadInput } from '../input/bad-user-input.ts';
import { refuseAny } from '../input/product-input.ts';
import { groupFaults, readGroup, type InputContext, type QuestionArgs } from '../input/question-args.ts';
import { productLoader } from './product-loader.ts';
import { productOrNull } from './unavailable-error.ts';

type Representations = { readonly representations: readonly unknown[] };

/** The maximum number of references in one `_entities`. */
export const mostRepresentations = 100;

/** The maximum length of a reference's `id`. */
const longestId = 100;

/**
 * Reads the argument of `_entities`: the products of its valid references. Each reference is resolved on its own, so that a
 * malformed reference does not affect the others. Throws {@link BadInput} when there are too many.
 */
export function readRepresentations(args: Representations, context: InputContext): readonly ProductRequest[] {
  return representationsIn(args).flatMap((reference) => {
    try {
      return [readReference(reference, context)];
    } catch (error) {
      if (error instanceof BadInput) return [];
      throw error;
    }
  });
}

/**
 * The product that another subgraph refers to by `id`, or by `asin` and `marketplace`; `null` when it does not exist. A
 * hand-written reference without a marketplace means the default marketplace. Rejects for a malformed reference and for an
 * unavailable product.
 */
export async function loadReference(reference: unknown, context: GatewayContext): Promise<ProductAnswer | null> {
  return productOrNull(await productLoader(context).load(readReference(reference, context)));
}

/**
 * Resolves each reference of `_entities` on its own. Apollo's own resolver fails the whole list for one unknown type name,
 * and it changes the objects that it resolves.
 */
export function withEntities(schema: GraphQLSchema): GraphQLSchema {
  const query = schema.getType('Query');
  const field = isObjectType(query) ? query.getFields()['_entities'] : undefined;
  if (field === undefined) throw new Error('The subgraph has no entities.');
  field.resolve = (_: unknown, args: Representations, context: GatewayContext) =>
    args.representations.map((reference) => loadReference(reference, context));
  const keys = (args: Representations, context: InputContext) =>
    representationsIn(args).map((reference) => readReference(reference, context));
  field.extensions = { ...field.extensions, ...productLookup({ keys, value: productOrNull }) };
  return schema;
}

function representationsIn({ representations }: Representations): readonly unknown[] {
  if (representations.length <= mostRepresentations) return representations;
  const message = `must hold at most ${mostRepresentations} references, not ${representations.length}`;
  throw new BadInput([{ path: ['representations'], value: undefined, message }]);
}

function readReference(reference: unknown, context: InputContext): ProductRequest {
  const { __typename, id, asin, marketplace } = fields(reference);
  if (__typename !== 'Product') throw bad('__typename', __typename, 'must be "Product"');
  const [, marketplaceOfId, asinOfId, localeOfId = ''] =
    (typeof id === 'string' && id.length <= longestId && /^([A-Z]{2}):([^:]+)((?::[^:]+){0,2})$/.exec(id)) || [];
  if (id != null && asinOfId === undefined) throw bad('id', id, 'must look like "IN:B0CR7G9V56"');
  const code = marketplaceOfId ?? marketplace ?? context.defaultMarketplace;
  if (typeof code !== 'string' || !isMarketplaceCode(code)) throw bad('marketplace', code, 'is not a marketplace');
  const text = asinOfId ?? asin;
  const parsed = typeof text === 'string' ? parseAsin(text) : undefined;
  if (parsed === undefined) throw bad('asin', text, 'is not an ASIN, which is ten characters, A–Z and 0–9');
  const group = readGroup({ marketplace: code, ...localeIn(localeOfId) }, context);
  refuseAny(groupFaults(group, context));
  return { ...group, asin: parsed, realTime: false };
}

/** The end of an id such as `:hi_IN:USD`. Only the language contains an underscore. */
function localeIn(text: string): Pick<QuestionArgs, 'language' | 'currency'> {
  const parts = text.split(':').filter((part) => part !== '');
  return { language: parts.find((part) => part.includes('_')), currency: parts.find((part) => !part.includes('_')) };
}

function fields(reference: unknown): Readonly<Record<string, unknown>> {
  return typeof reference === 'object' && reference !== null ? { ...reference } : {};
}

function bad(field: string, value: unknown, message: string): BadInput {
  return new BadInput([{ path: [field], value, message }]);
}
