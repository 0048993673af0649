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

/** When no input has an answer, the first product that was unavailable says why. */
export const lookupFailure: FailureOf = (data) => {
  const { lookup } = shape.parse(data);
  const unavailable = lookup.flatMap(({ product }) => (product?.kind === 'ProductUnavailable' ? [product] : []));
  const [first] = unavailable;
  return first !== undefined && unavailable.length === lookup.length ? failureIn(first) : undefined;
};

function resultText({ input, problem, product }: Result, now: number): string {
  if (!product) return `${quoted(input)}: ${problem ?? 'names no product'}`;
  if (product.kind === 'Product') return productText(product, now);
  const name = `${product.asin} (${product.marketplace})`;
  if (product.kind === 'ProductNotFound') return `${name}: does not exist in this marketplace`;
  return `${name}: ${failureText(failureIn(product)).replaceAll('\n', '; ')}`;
}

function failureIn({ code, message, retryAfterMs }: z.infer<typeof unavailableShape>): Failure {
  return { code, message, ...(typeof retryAfterMs === 'number' && { retryAfterMs }) };
}
