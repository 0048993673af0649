import { findSandboxProduct, sandboxProducts } from '../catalogue.ts';
import { itemTree } from './item.ts';
import { moneyTree } from './money.ts';
import { optionalWhole, type CommonRequest } from './request.ts';
import { InvalidField } from './invalid-field.ts';
import { selectResources } from './select.ts';
import { textField, type JsonRecord } from '../json.ts';
import type { SandboxProduct } from '../catalogue/product.ts';
import { marketplaceFor, productFor } from '../preferences.ts';
import type { SandboxMarketplace } from '../sandbox-marketplace.ts';

/** A checked GetVariations request. */
export type VariationsRequest = { readonly asin: string; readonly page: number; readonly count: number };

/** Reads GetVariations' own parameters. Throws InvalidField for the first one that is wrong. */
export function readVariations(body: JsonRecord): VariationsRequest {
  const asin = textField(body, 'ASIN');
  if (asin === undefined || !/^[A-Z0-9]{10}$/.test(asin)) throw new InvalidField('ASIN', body['ASIN'] ?? undefined);
  return {
    asin,
    page: optionalWhole(body, 'VariationPage', 1, 1_000) ?? 1,
    count: optionalWhole(body, 'VariationCount', 1, 10) ?? 10,
  };
}

/** The answer of GetVariations: `VariationsResult` in PA-API's spelling, or why it is absent. */
export type VariationsFound =
  | { readonly result: JsonRecord }
  /** No marketplace has the ASIN, this marketplace does not have it, or it has no variations (on this page). */
  | { readonly absent: 'invalid' | 'inaccessible' | 'no-results' };

/** Looks a family up by its parent's ASIN or by that of any of its members. */
export function findVariations(
  { asin, page, count }: VariationsRequest,
  marketplace: SandboxMarketplace,
  request: CommonRequest,
): VariationsFound {
  const requested = findSandboxProduct(marketplace.code, asin);
  if (requested === undefined) {
    return { absent: sandboxProducts().some((product) => product.asin === asin) ? 'inaccessible' : 'invalid' };
  }
  const members = familyOf(requested, marketplace);
  const shown = members.slice((page - 1) * count, page * count);
  if (shown.length === 0) return { absent: 'no-results' };
  const context = { ...request, marketplace, linkCode: 'ogv' } as const;
  return {
    result: {
      Items: shown.map((product) => ({
        ...selectResources(itemTree(product, context), request.resources),
        VariationAttributes: [{ Name: 'color_name', Value: product.colour }],
      })),
      VariationSummary: summary(
        members.map((member) => productFor(member, marketplace, request)),
        count,
        marketplaceFor(marketplace, request),
        request.resources,
      ),
    },
  };
}

function familyOf(
  { asin, state, parentAsin }: SandboxProduct,
  marketplace: SandboxMarketplace,
): readonly SandboxProduct[] {
  const parent = findSandboxProduct(marketplace.code, state === 'PARENT' ? asin : (parentAsin ?? ''));
  return (parent?.childAsins ?? [])
    .map((child) => findSandboxProduct(marketplace.code, child))
    .filter((product) => product !== undefined);
}

function summary(
  members: readonly SandboxProduct[],
  count: number,
  marketplace: SandboxMarketplace,
  resources: readonly string[],
): JsonRecord {
  const prices = members
    .map(({ price }) => price)
    .filter((price) => price !== undefined)
    .toSorted((a, b) => a.minor - b.minor);
  const wants = (part: string) => resources.includes(`VariationSummary.${part}`);
  const [lowest, highest] = [prices[0], prices.at(-1)];
  const price = {
    ...(lowest !== undefined && wants('Price.LowestPrice') && { LowestPrice: moneyTree(marketplace, lowest.minor) }),
    ...(highest !== undefined &&
      wants('Price.HighestPrice') && { HighestPrice: moneyTree(marketplace, highest.minor) }),
  };
  const colours = members.map(({ colour }) => colour);
  return {
    PageCount: Math.ceil(members.length / count),
    VariationCount: members.length,
    ...(Object.keys(price).length > 0 && { Price: price }),
    ...(wants('VariationDimension') && {
      VariationDimensions: [{ DisplayName: 'Color', Name: 'color_name', Values: colours }],
    }),
  };
}
