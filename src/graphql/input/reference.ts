import type { ProductRequest } from '../../catalog/answer.ts';
import { parseAsin } from '../../product/asin.ts';
import type { BrowseNodeQuestion } from '../../product/browse-node.ts';
import { isMarketplaceCode, type MarketplaceCode } from '../../product/marketplace.ts';
import { BadInput } from './bad-user-input.ts';
import { notANodeId, readNodeId } from './browse-node-input.ts';
import { refuseAny } from './product-input.ts';
import { groupFaults, readGroup, type InputContext, type QuestionArgs } from './question-args.ts';

/** What a reference of another subgraph refers to. */
export type Reference =
  | { readonly product: ProductRequest; readonly browseNode?: undefined }
  | { readonly browseNode: BrowseNodeQuestion; readonly product?: undefined };

/** The maximum length of a reference's `id`. */
const longestId = 100;

/** Reads one reference. A missing marketplace means the default one. Throws {@link BadInput}. */
export function readReference(reference: unknown, context: InputContext): Reference {
  if (typeOf(reference) === 'BrowseNode') return { browseNode: readNodeReference(reference, context) };
  return { product: readProductReference(reference, context) };
}

/** The stated type of a reference. */
export function typeOf(reference: unknown): unknown {
  const { __typename } = fields(reference);
  return __typename;
}

/** Reads a reference to a product. Throws {@link BadInput}. */
export function readProductReference(reference: unknown, context: InputContext): ProductRequest {
  const { __typename, id, asin, marketplace } = fields(reference);
  if (__typename !== 'Product') throw bad('__typename', __typename, 'must be "Product" or "BrowseNode"');
  const [, marketplaceOfId, asinOfId, localeOfId = ''] =
    (typeof id === 'string' && id.length <= longestId && /^([A-Z]{2}):([^:]+)((?::[^:]+){0,2})$/.exec(id)) || [];
  if (id != null && asinOfId === undefined) throw bad('id', id, 'must look like "IN:B0CR7G9V56"');
  const code = readMarketplace(marketplaceOfId ?? marketplace, context);
  const text = asinOfId ?? asin;
  const parsed = typeof text === 'string' ? parseAsin(text) : undefined;
  if (parsed === undefined) throw bad('asin', text, 'is not an ASIN, which is ten characters, A-Z and 0-9');
  const group = readGroup({ marketplace: code, ...localeIn(localeOfId) }, context);
  refuseAny(groupFaults(group, context));
  return { ...group, asin: parsed, realTime: false };
}

/** Reads a reference to a category. Throws {@link BadInput}. */
export function readNodeReference(reference: unknown, context: InputContext): BrowseNodeQuestion {
  const { id, marketplace } = fields(reference);
  const code = readMarketplace(marketplace, context);
  const parsed = typeof id === 'string' ? readNodeId(id) : undefined;
  if (parsed === undefined) throw bad('id', id, notANodeId);
  refuseAny(groupFaults({ marketplace: code }, context));
  return { id: parsed, marketplace: code };
}

/** The end of an id such as `:hi_IN:USD`. Only the language contains an underscore. */
function localeIn(text: string): Pick<QuestionArgs, 'language' | 'currency'> {
  const parts = text.split(':').filter((part) => part !== '');
  return { language: parts.find((part) => part.includes('_')), currency: parts.find((part) => !part.includes('_')) };
}

function readMarketplace(stated: unknown, { defaultMarketplace }: InputContext): MarketplaceCode {
  const code = stated ?? defaultMarketplace;
  if (typeof code !== 'string' || !isMarketplaceCode(code)) throw bad('marketplace', code, 'is not a marketplace');
  return code;
}

type Fields = Readonly<Partial<Record<'__typename' | 'id' | 'asin' | 'marketplace', unknown>>>;

function fields(reference: unknown): Fields {
  return typeof reference === 'object' && reference !== null ? { ...reference } : {};
}

function bad(field: string, value: unknown, message: string): BadInput {
  return new BadInput([{ path: [field], value, message }]);
}
