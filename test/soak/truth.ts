import { findSandboxProduct } from '../../src/sandbox/catalogue.ts';
import { isMarketplaceCode } from '../../src/product/marketplace.ts';

/** A product as the soak asks for it. */
export type Shown = {
  readonly kind: string;
  readonly id?: string;
  readonly asin: string;
  readonly marketplace?: string;
  readonly title?: string | null;
  readonly brand?: string | null;
  readonly imageUrl?: string | null;
  readonly rating?: number | null;
  readonly reviewCount?: number | null;
  readonly price?: { readonly amount: string; readonly currency: string } | null;
  readonly listPrice?: { readonly amount: string } | null;
};

/** The fields that are compared with the sandbox's catalogue. */
export const shownFields =
  'kind: __typename id asin marketplace title brand imageUrl rating reviewCount price { amount currency } listPrice { amount }';

/** What is wrong with an answer about `asked`; `undefined` when nothing is. A field that is not known is not wrong. */
export function wrongAbout(asked: string, marketplace: string, shown: Shown): string | undefined {
  const truth = isMarketplaceCode(marketplace) ? findSandboxProduct(marketplace, asked) : undefined;
  if (shown.kind === 'ProductUnavailable') return shown.asin === asked ? undefined : `unavailable is ${shown.asin}`;
  if (shown.kind === 'ProductNotFound') {
    if (shown.asin !== asked) return `not found is ${shown.asin}`;
    return truth === undefined ? undefined : 'there is such a product';
  }
  if (truth === undefined) return 'there is no such product';
  // A parent's page is that of the child it shows first.
  if (shown.asin !== asked && !truth.childAsins.includes(shown.asin)) return `it is ${shown.asin}`;
  return wrongIn(marketplace, shown);
}

/** What is wrong with a product, whoever asked for it. */
export function wrongIn(marketplace: string, shown: Shown): string | undefined {
  const truth = isMarketplaceCode(marketplace) ? findSandboxProduct(marketplace, shown.asin) : undefined;
  if (truth === undefined) return `there is no ${shown.asin} in ${marketplace}`;
  const differing = (name: string, told: unknown, ...true_: readonly unknown[]) =>
    told == null || true_.includes(told) ? undefined : `${name} is ${JSON.stringify(told)}`;
  const price = truth.price ?? truth.unshownPrice;
  return (
    differing('id', shown.id, `${marketplace}:${shown.asin}`) ??
    differing('marketplace', shown.marketplace, marketplace) ??
    differing('title', shown.title, truth.title) ??
    differing('brand', shown.brand, truth.brand) ??
    differing('price', shown.price?.amount, price?.amount) ??
    differing('currency', shown.price?.currency, price?.currency) ??
    differing('list price', shown.listPrice?.amount, truth.listPrice?.amount) ??
    differing('rating', shown.rating, truth.rating) ??
    differing('review count', shown.reviewCount, truth.reviewCount) ??
    (shown.imageUrl == null || truth.imageIds.some((id) => shown.imageUrl?.includes(`/images/I/${id}.`) === true)
      ? undefined
      : `picture is ${shown.imageUrl}`)
  );
}
