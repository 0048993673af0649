import { isObjectType, type GraphQLSchema } from 'graphql';
import type { BrowseNodeAnswer, ProductAnswer } from '../../catalog/answer.ts';
import type { GatewayContext } from '../context.ts';
import { BadInput } from '../input/bad-user-input.ts';
import type { InputContext } from '../input/question-args.ts';
import { browseNodeLoader } from './browse-node/browse-node-loader.ts';
import { productLookup } from './field-traits.ts';
import { productLoader } from './product-loader.ts';
import { readNodeReference, readProductReference, readReference, typeOf, type Reference } from '../input/reference.ts';
import { nodeOrNull, productOrNull } from './unavailable-error.ts';

type Representations = { readonly representations: readonly unknown[] };

/** The maximum number of references in one `_entities`. */
export const mostRepresentations = 100;

/**
 * Reads the argument of `_entities`: what its valid references refer to. Each reference is resolved on its own, so that a
 * malformed reference does not affect the others. Throws {@link BadInput} when there are too many.
 */
export function readRepresentations(args: Representations, context: InputContext): readonly Reference[] {
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
export async function loadProduct(reference: unknown, context: GatewayContext): Promise<ProductAnswer | null> {
  return productOrNull(await productLoader(context).load(readProductReference(reference, context)));
}

/** As {@link loadProduct}, for the category that another subgraph refers to by `id` and `marketplace`. */
export async function loadBrowseNode(reference: unknown, context: GatewayContext): Promise<BrowseNodeAnswer | null> {
  return nodeOrNull(await browseNodeLoader(context).load(readNodeReference(reference, context)));
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
    args.representations.map((reference) =>
      typeOf(reference) === 'BrowseNode' ? loadBrowseNode(reference, context) : loadProduct(reference, context),
    );
  // The fast path knows products only: it leaves an operation with other references to the server.
  const keys = (args: Representations, context: InputContext) =>
    representationsIn(args).map((reference) => readProductReference(reference, context));
  field.extensions = { ...field.extensions, ...productLookup({ keys, value: productOrNull }) };
  return schema;
}

function representationsIn({ representations }: Representations): readonly unknown[] {
  if (representations.length <= mostRepresentations) return representations;
  const message = `must hold at most ${mostRepresentations} references, not ${representations.length}`;
  throw new BadInput([{ path: ['representations'], value: undefined, message }]);
}
