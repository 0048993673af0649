import { z } from 'zod';
import type { Field, FieldValues } from '../fields.ts';
import { failedRow, type RowAnswer } from '../row-answer.ts';

/** The operation that a list sends. */
export const lookupOperation = `query LookupList($inputs: [String!]!, $marketplace: Marketplace) {
  lookup(inputs: $inputs, marketplace: $marketplace) {
    asin
    marketplace
    problem
    code
    retryAfterMs
    product {
      ... on Product {
        title
        brand
        price {
          amount
          currency
        }
        listPrice {
          amount
        }
        priceStatus
        availability
        rating
        reviewCount
        imageUrl
        productUrl
        provenance {
          source
          cacheStatus
          fetchedAt
        }
        quality {
          overall
        }
      }
      ... on ProductNotFound {
        message
      }
      ... on ProductUnavailable {
        code
        message
        retryable
        retryAfterMs
        attempts {
          code
        }
      }
    }
  }
}`;

const text = z.string().nullable();
const money = z.object({ amount: z.string(), currency: z.string().optional() }).nullable();
const wait = z.number().nullable();

const found = z.object({
  title: text,
  brand: text,
  price: money,
  listPrice: money,
  priceStatus: z.string(),
  availability: z.string(),
  rating: z.number().nullable(),
  reviewCount: z.number().nullable(),
  imageUrl: text,
  productUrl: z.string(),
  provenance: z.object({ source: z.string(), cacheStatus: z.string(), fetchedAt: z.string() }),
  quality: z.object({ overall: z.number() }),
});
const unavailable = z.object({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean(),
  retryAfterMs: wait,
  attempts: z.array(z.object({ code: text })),
});
const notFound = z.object({ message: z.string() });

/** One result of the operation. */
export const lookupResult = z.object({
  asin: text,
  marketplace: text,
  problem: text,
  code: text,
  retryAfterMs: wait,
  product: z.union([found, unavailable, notFound]).nullable(),
});

/** The answer for one input, and whether and when it may be asked again. */
export type InputAnswer = {
  readonly answer: RowAnswer;
  /** Present if the same input may be answered later. */
  readonly again?: { readonly afterMs: number | undefined };
};

/** Reads a result of the operation into the values of a row. */
export function answerOf({
  asin,
  marketplace,
  problem,
  code,
  retryAfterMs,
  product,
}: z.infer<typeof lookupResult>): InputAnswer {
  const known: FieldValues = withoutGaps({ asin, marketplace });
  if (product === null) {
    if (code === 'NUMBER_NOT_FOUND')
      return { answer: { code: 'NOT_FOUND', values: { ...known, problem: `NOT_FOUND: ${problem}` } } };
    const answer = failedRow(code ?? 'INVALID_INPUT', problem ?? 'has no product', known);
    return mayPass(code, retryAfterMs) ? { answer, again: { afterMs: retryAfterMs ?? undefined } } : { answer };
  }
  if ('retryable' in product) return unavailableAnswer(product, known);
  if ('message' in product)
    return { answer: { code: 'NOT_FOUND', values: { ...known, problem: `NOT_FOUND: ${product.message}` } } };
  return { answer: { code: 'FOUND', values: { ...known, ...valuesOf(product) } } };
}

/**
 * Another source may have failed after one whose day is used up: the code is then that of the other, but the row belongs to
 * the next day.
 */
function unavailableAnswer(product: z.infer<typeof unavailable>, known: FieldValues): InputAnswer {
  const { code, message, retryable, retryAfterMs, attempts } = product;
  if (code !== 'QUOTA_EXHAUSTED' && attempts.some((attempt) => attempt.code === 'DAY_QUOTA')) {
    return { answer: failedRow('QUOTA_EXHAUSTED', message, known), again: { afterMs: undefined } };
  }
  const answer = failedRow(code, message, known);
  return retryable ? { answer, again: { afterMs: retryAfterMs ?? undefined } } : { answer };
}

/** Whether a search for a number that failed with this code may pass later. */
function mayPass(code: string | null, retryAfterMs: number | null): boolean {
  return (
    code === 'QUOTA_EXHAUSTED' ||
    code === 'DEADLINE_EXCEEDED' ||
    (code === 'SOURCES_UNAVAILABLE' && retryAfterMs !== null)
  );
}

function valuesOf(product: z.infer<typeof found>): FieldValues {
  const { provenance, quality } = product;
  return withoutGaps({
    title: product.title,
    brand: product.brand,
    price: product.price?.amount,
    currency: product.price?.currency,
    list_price: product.listPrice?.amount,
    price_status: product.priceStatus,
    availability: product.availability,
    rating: product.rating,
    review_count: product.reviewCount,
    image_url: product.imageUrl,
    product_url: product.productUrl,
    source: provenance.source,
    cache_status: provenance.cacheStatus,
    fetched_at: provenance.fetchedAt,
    quality: quality.overall,
  });
}

/** Leaves out what is not known. */
function withoutGaps(values: Readonly<Partial<Record<Field, string | number | null | undefined>>>): FieldValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
}
