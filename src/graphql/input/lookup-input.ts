import type { ProductRequest } from '../../catalog/answer.ts';
import { parseAsin, type Asin } from '../../product/asin.ts';
import { asinOfIsbn, readGtin, type Gtin } from '../../product/gtin.ts';
import { marketplaceCodes, type MarketplaceCode } from '../../product/marketplace.ts';
import { readProductLink } from '../../product/product-link.ts';
import type { QuestionGroup } from '../../product/question.ts';
import { refuseAny } from './product-input.ts';
import { groupFaults, readGroup, type InputContext, type QuestionArgs } from './question-args.ts';

/** The maximum number of inputs in one `lookup`. */
export const mostInputs = 50;
/** The maximum length of an input, whitespace included. */
export const longestInput = 2_000;

/** One input of `lookup`: the product that it names, a number that only a search can resolve, or what is wrong with it. */
export type LookupInput = { readonly input: string } &
  /** With a `gtin`, the ASIN was computed from the number of a book, and another product may have that number. */
  (
    | { readonly kind: 'product'; readonly request: ProductRequest; readonly gtin?: Gtin }
    | { readonly kind: 'number'; readonly gtin: Gtin; readonly group: QuestionGroup }
    | { readonly kind: 'problem'; readonly problem: string; readonly marketplace?: MarketplaceCode }
  );

type LookupArgs = QuestionArgs & { readonly inputs: readonly string[]; readonly realTime: boolean };

/** Reads the arguments of `lookup`: one reading per input, in order. Throws `BadInput` for faults of the whole field. */
export function readLookup(args: LookupArgs, context: InputContext): readonly LookupInput[] {
  const { inputs } = args;
  const isSized = inputs.length >= 1 && inputs.length <= mostInputs;
  const message = `must hold 1 to ${mostInputs} inputs, not ${inputs.length}`;
  const group = readGroup(args, context);
  refuseAny([...(isSized ? [] : [{ path: ['inputs'], value: undefined, message }]), ...groupFaults(group, context)]);
  return inputs.map((input) => readInput(input, args, context));
}

function readInput(input: string, args: LookupArgs, context: InputContext): LookupInput {
  const text = input.trim();
  const group = readGroup(args, context);
  const problem = (words: string): LookupInput => ({ input, kind: 'problem', problem: words });
  const product = (asin: Asin, of: QuestionGroup, book?: Gtin): LookupInput => ({
    input,
    kind: 'product',
    request: { ...of, asin, realTime: args.realTime },
    ...(book !== undefined && { gtin: book }),
  });

  if (text === '') return problem('is empty');
  if (input.length > longestInput) return problem(`has more than ${longestInput} characters`);
  const gtin = readGtin(text);
  const asin = parseAsin(text);
  // An ASIN of this form is the ISBN-10 of a book, so that a wrong check digit is a typing error.
  const isMistyped = gtin?.kind === 'wrong-check-digit';
  if (asin !== undefined && !isMistyped) return product(asin, group, gtin?.kind === 'ISBN' ? gtin : undefined);
  const link = readProductLink(text);
  if (link?.kind === 'product') {
    const own = readGroup({ ...args, marketplace: link.marketplace }, context);
    const [fault] = groupFaults(own, context);
    if (fault === undefined) return product(link.asin, own);
    return {
      input,
      kind: 'problem',
      problem: `${String(fault.value)}: ${fault.message}`,
      marketplace: own.marketplace,
    };
  }
  if (link?.kind === 'short') {
    return problem(`is a short link of ${link.host}, which the gateway does not follow: use the address it leads to`);
  }
  if (link?.kind === 'other-page') return problem(`is a page of ${link.host}, but not the page of a product`);
  if (link?.kind === 'other-site') {
    return problem(`is a link to ${link.host}, which is none of the ${marketplaceCodes.length} marketplaces`);
  }
  if (isMistyped) return problem(`has the form of an ${gtin.name}, but its check digit is wrong`);
  if (gtin === undefined) return problem('is neither an ASIN, nor a link to a product, nor an ISBN, EAN or UPC');
  const book = gtin.kind === 'ISBN' ? asinOfIsbn(gtin.text) : undefined;
  return book === undefined ? { input, kind: 'number', gtin, group } : product(book, group, gtin);
}
