import type { Product } from './product.ts';

/** The quality of an answer; every score is between 0 and 1, rounded to three decimals. */
export type Quality = {
  /** Share of title, price, main image and rating that are present. */
  readonly completeness: number;
  /** The accuracy that the source declares; at most 0.8 for a stale copy. */
  readonly accuracy: number;
  /** 1 at fetch time, falling linearly to 0 at the stale limit. */
  readonly freshness: number;
  /** 0.4 · completeness + 0.4 · accuracy + 0.2 · freshness. */
  readonly overall: number;
  /** Whether `overall` was at least {@link acceptanceThreshold} when the answer was fetched. */
  readonly acceptable: boolean;
};

/** The `overall` an answer needs at fetch time to be accepted. */
const acceptanceThreshold = 0.7;

const staleAccuracyCap = 0.8;

/** Inputs of the score besides the product. */
export type QualityContext = {
  /** The source's declared accuracy, 0 to 1. */
  readonly accuracy: number;
  readonly ageMs: number;
  /** Age at which freshness reaches 0. */
  readonly staleLimitMs: number;
  readonly stale: boolean;
};

/** The current score of a product. Acceptance is decided at fetch time, so age never revokes it. */
export function scoreProduct(product: Product, context: QualityContext): Quality {
  const completeness = completenessOf(product);
  const accuracy = context.stale ? Math.min(context.accuracy, staleAccuracyCap) : context.accuracy;
  const freshness = Math.min(1, Math.max(0, 1 - context.ageMs / context.staleLimitMs));
  return {
    completeness: round(completeness),
    accuracy: round(accuracy),
    freshness: round(freshness),
    overall: weigh(completeness, accuracy, freshness),
    acceptable: isAcceptable(product, context.accuracy),
  };
}

/** Whether a product that was just fetched from a source of this accuracy ends the chain. */
export function isAcceptable(product: Product, accuracy: number): boolean {
  return scoreAtFetch(product, accuracy) >= acceptanceThreshold;
}

/** The `overall` of a product that was just fetched. */
export function scoreAtFetch(product: Product, accuracy: number): number {
  return weigh(completenessOf(product), accuracy, 1);
}

function completenessOf(product: Product): number {
  const present = [product.title, product.price, product.imageUrl, product.rating];
  return present.filter((value) => value !== undefined).length / present.length;
}

function weigh(completeness: number, accuracy: number, freshness: number): number {
  return round(0.4 * completeness + 0.4 * accuracy + 0.2 * freshness);
}

function round(share: number): number {
  return Math.round(share * 1000) / 1000;
}
