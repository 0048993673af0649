import { parseAsin, type Asin } from '../../../product/asin.ts';
import type { Attribute } from '../../../product/details.ts';
import type { PageDocument } from '../page/document.ts';
import type { MarketplaceCode } from '../../../product/marketplace.ts';
import type { SearchPage } from '../../source.ts';
import { unreadProduct } from '../../unread-product.ts';
import { embeddedJson, property, scriptString, scriptWith } from '../page/page-json.ts';
import { clean } from '../page/text.ts';

/** What a page says of all variants of its product: the data behind the size and colour picker. */
export type Variations = {
  readonly parentAsin?: Asin;
  /** In the order of the picker, named in the page's language. */
  readonly dimensions: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** In the order of the page's data. */
  readonly children: readonly { readonly asin: Asin; readonly attributes: readonly Attribute[] }[];
};

/** A family with more members is more than a picker shows. */
const maxChildren = 2_000;

/**
 * Reads the variants of the page's product; `undefined` when it has none.
 *
 * The values of a child are in the order of `dimensions`, which is not that of the labels. A child whose values do not
 * fit the dimensions is left out: a colour read as a size is worse than one child less.
 */
export function readVariations(document: PageDocument): Variations | undefined {
  const script = scriptWith(document, 'dimensionValuesDisplayData');
  if (script === undefined) return undefined;
  const dimensions = dimensionsOf(script);
  const byAsin = embeddedJson(script, /["']dimensionValuesDisplayData["']\s*:/);
  if (dimensions === undefined || typeof byAsin !== 'object' || byAsin === null) return undefined;
  const children = Object.entries(byAsin)
    .slice(0, maxChildren)
    .flatMap(([key, values]: [string, unknown]) => {
      const asin = parseAsin(key);
      const attributes = attributesOf(values, dimensions);
      return asin === undefined || attributes === undefined ? [] : [{ asin, attributes }];
    });
  if (children.length === 0) return undefined;
  const parentAsin = parseAsin(scriptString(document, 'parentAsin') ?? '');
  return {
    ...(parentAsin !== undefined && { parentAsin }),
    dimensions: dimensions.map(({ name, values }, index) => ({
      name,
      values: values ?? [...new Set(children.map(({ attributes }) => attributes[index]?.value ?? ''))],
    })),
    children,
  };
}

/** The variants as a page of a list, with no more than the page says of them. A page without any has no hits. */
export function toVariationsPage(variations: Variations | undefined, marketplace: MarketplaceCode): SearchPage {
  if (variations === undefined) return { hits: [] };
  const { parentAsin, dimensions, children } = variations;
  const hits = children.map(({ asin, attributes }) => ({
    ...unreadProduct(asin, marketplace),
    ...(parentAsin !== undefined && { parentAsin }),
    variationAttributes: attributes,
  }));
  return { hits, totalCount: hits.length, reachableCount: hits.length, family: { dimensions } };
}

/** The values that the shown variant has in the picker. */
export function readVariationAttributes(document: PageDocument, shown: Asin): readonly Attribute[] {
  return readVariations(document)?.children.find(({ asin }) => asin === shown)?.attributes ?? [];
}

type Dimension = { readonly name: string; readonly values: readonly string[] | undefined };

function dimensionsOf(script: string): readonly Dimension[] | undefined {
  const keys = textsOf(embeddedJson(script, /["']dimensions["']\s*:/));
  const labels = embeddedJson(script, /["']variationDisplayLabels["']\s*:/);
  const values = embeddedJson(script, /["']variationValues["']\s*:/);
  const dimensions = keys?.flatMap((key) => {
    const name = property(labels, key);
    return typeof name === 'string' && clean(name) !== ''
      ? [{ name: clean(name), values: textsOf(property(values, key)) }]
      : [];
  });
  return dimensions === undefined || dimensions.length === 0 || dimensions.length !== keys?.length
    ? undefined
    : dimensions;
}

function attributesOf(values: unknown, dimensions: readonly Dimension[]): readonly Attribute[] | undefined {
  const texts = textsOf(values);
  if (texts?.length !== dimensions.length) return undefined;
  const attributes = dimensions.map((dimension, index) => ({ name: dimension.name, value: texts[index] ?? '' }));
  const fits = attributes.every(
    ({ value }, index) => value !== '' && (dimensions[index]?.values?.includes(value) ?? true),
  );
  return fits ? attributes : undefined;
}

/** The texts of a list, cleaned; `undefined` when it is no list of texts. */
function textsOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.filter((one) => typeof one === 'string').map(clean);
  return texts.length === value.length ? texts : undefined;
}
