import { z } from 'zod';
import { failureText, type Failure } from '../failure.ts';
import { quoted } from '../quoted.ts';
import type { FailureOf, TextOf } from '../tool-definition.ts';
import { disclaimersOf, productShape, productText, quotationNotice } from './product-text.ts';

const unavailableShape = z.object({
  kind: z.literal('ProductUnavailable'),
  asin: z.string(),
  marketplace: z.string(),
  code: z.string(),
  message: z.string(),
  retryAfterMs: z.number().nullish(),
});

const resultShape = z.object({
  input: z.string(),
  problem: z.string().nullish(),
  code: z.string().nullish(),
  retryAfterMs: z.number().nullish(),
  product: z
    .discriminatedUnion('kind', [
      productShape.extend({ kind: z.literal('Product') }),
      z.object({ kind: z.literal('ProductNotFound'), asin: z.string(), marketplace: z.string() }),
      unavailableShape,
    ])
    .nullish(),
});

const shape = z.object({ lookup: z.array(resultShape) });

type Result = z.infer<typeof resultShape>;

/** Codes of inputs that will have no product at any time: they are answered. */
const answeredCodes: ReadonlySet<string> = new Set(['INVALID_INPUT', 'NUMBER_NOT_FOUND']);

/** One line for each input, in order. */
export const lookupText: TextOf = (data, now) => {
  const { lookup } = shape.parse(data);
  const products = lookup.flatMap(({ product }) => (product?.kind === 'Product' ? [product] : []));
  return [
    `${products.length} of ${lookup.length} found. ${quotationNotice}`,
    ...lookup.map((result, index) => `${index + 1}. ${resultText(result, now)}`),
    ...disclaimersOf(products),
  ].join('\n');
};

/** When no input has an answer, the first that could not be answered says why. */
export const lookupFailure: FailureOf = (data) => {
  const { lookup } = shape.parse(data);
  const failures = lookup.flatMap((result) => failureIn(result) ?? []);
  return failures.length === lookup.length ? failures[0] : undefined;
};

function resultText(result: Result, now: number): string {
  const { input, problem, product } = result;
  if (product?.kind === 'Product') return productText(product, now);
  const name = product ? `${product.asin} (${product.marketplace})` : quoted(input);
  const failure = failureIn(result);
  if (failure !== undefined) return `${name}: ${failureText(failure).replaceAll('\n', '; ')}`;
  return `${name}: ${product ? 'does not exist in this marketplace' : (problem ?? 'names no product')}`;
}

/** Why an input has no answer: neither its product nor, for a number, which product it is could be found out. */
function failureIn({ product, code, problem, retryAfterMs }: Result): Failure | undefined {
  if (product?.kind === 'ProductUnavailable') return failureFrom(product.code, product.message, product.retryAfterMs);
  if (product || !code || answeredCodes.has(code)) return undefined;
  return failureFrom(code, problem ?? '', retryAfterMs);
}

function failureFrom(code: string, message: string, retryAfterMs: number | null | undefined): Failure {
  return { code, message, ...(typeof retryAfterMs === 'number' && { retryAfterMs }) };
}
