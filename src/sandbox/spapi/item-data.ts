import { browseNodeId } from '../browse-node.ts';
import type { SandboxProduct } from '../catalogue/product.ts';
import type { SandboxMarketplace } from '../sandbox-marketplace.ts';

/** The data sets of a catalogue item; summaries only by default. */
export const dataSets: Readonly<Record<string, (product: SandboxProduct, marketplace: SandboxMarketplace) => unknown>> =
  {
    attributes,
    classifications: (product, marketplace) => [
      { marketplaceId: marketplace.spApiId, classifications: classification(product) },
    ],
    dimensions: (product, marketplace) => [{ marketplaceId: marketplace.spApiId, item: dimensions(product) }],
    identifiers: (product, marketplace) => [{ marketplaceId: marketplace.spApiId, identifiers: identifiers(product) }],
    images: (product, marketplace) => [{ marketplaceId: marketplace.spApiId, images: images(product) }],
    productTypes: (product, marketplace) => [{ marketplaceId: marketplace.spApiId, productType: typeOf(product) }],
    relationships: (product, marketplace) => [
      { marketplaceId: marketplace.spApiId, relationships: relationships(product) },
    ],
    salesRanks: (product, marketplace) => [{ marketplaceId: marketplace.spApiId, ...ranks(product) }],
    summaries: (product, marketplace) => [summary(product, marketplace)],
  };

function summary(product: SandboxProduct, marketplace: SandboxMarketplace): object {
  return {
    marketplaceId: marketplace.spApiId,
    adultProduct: false,
    ...(product.facts.authors.length > 0 && { contributors: product.facts.authors.map(contributor) }),
    brand: product.brand,
    browseClassification: { displayName: product.noun, classificationId: browseNodeId(product.noun) },
    ...(product.colour !== '' && { color: product.colour }),
    itemClassification: product.state === 'PARENT' ? 'VARIATION_PARENT' : 'BASE_PRODUCT',
    itemName: product.title,
    manufacturer: product.brand,
    modelNumber: product.facts.model,
    partNumber: product.facts.partNumber,
    releaseDate: product.releasedOn,
    websiteDisplayGroup: displayGroup(product),
    websiteDisplayGroupName: product.department,
  };
}

/** Sellers who know no list price enter 0. */
function attributes(product: SandboxProduct, marketplace: SandboxMarketplace): object {
  const entry = (value: unknown) => ({ language_tag: marketplace.locale, value, marketplace_id: marketplace.spApiId });
  return {
    item_name: [entry(product.title)],
    brand: [entry(product.brand)],
    bullet_point: product.features.map(entry),
    ...(product.colour !== '' && { color: [entry(product.colour)] }),
    number_of_items: [{ value: 1, marketplace_id: marketplace.spApiId }],
    list_price: [
      {
        currency: marketplace.currency,
        value: Number(product.listPrice?.amount ?? 0),
        marketplace_id: marketplace.spApiId,
      },
    ],
  };
}

function images({ imageIds }: SandboxProduct): readonly object[] {
  return imageIds.flatMap((id, at) =>
    [1500, 500, 75].map((size) => ({
      variant: at === 0 ? 'MAIN' : `PT0${at}`,
      link: `https://m.media-amazon.com/images/I/${id}${size === 1500 ? '' : `._SL${size}_`}.jpg`,
      height: size,
      width: size,
    })),
  );
}

function relationships({ parentAsin, childAsins }: SandboxProduct): readonly object[] {
  const variationTheme = { attributes: ['color'], theme: 'COLOR' };
  if (parentAsin !== undefined) return [{ type: 'VARIATION', parentAsins: [parentAsin], variationTheme }];
  return childAsins.length > 0 ? [{ type: 'VARIATION', childAsins, variationTheme }] : [];
}

function classification({ noun, department, category }: SandboxProduct): readonly object[] {
  const parent = { displayName: department, classificationId: browseNodeId(category) };
  return [{ displayName: noun, classificationId: browseNodeId(noun), parent }];
}

function ranks(product: SandboxProduct): object {
  const { noun, department, salesRank } = product;
  return {
    classificationRanks: [{ classificationId: browseNodeId(noun), title: noun, rank: Math.ceil(salesRank / 40) }],
    displayGroupRanks: [{ websiteDisplayGroup: displayGroup(product), title: department, rank: salesRank }],
  };
}

function displayGroup({ category }: SandboxProduct): string {
  return `${category.toLowerCase()}_display_on_website`;
}

function typeOf({ noun }: SandboxProduct): string {
  return noun.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}

/** The parent of variations has no number of its own. */
function identifiers({ state, facts: { ean, upc, isbn10 } }: SandboxProduct): readonly object[] {
  if (state === 'PARENT') return [];
  return [
    { identifierType: 'EAN', identifier: ean },
    { identifierType: 'GTIN', identifier: `0${ean}` },
    ...(isbn10 === undefined ? [] : [{ identifierType: 'ISBN', identifier: isbn10 }]),
    ...(upc === undefined ? [] : [{ identifierType: 'UPC', identifier: upc }]),
  ];
}

function contributor({ name, role }: SandboxProduct['facts']['authors'][number]): object {
  return { role: { displayName: role, value: role.toLowerCase() }, value: name };
}

function dimensions({ facts: { height, length, width, weight } }: SandboxProduct): object {
  return {
    height: { unit: 'centimeters', value: height },
    length: { unit: 'centimeters', value: length },
    weight: { unit: 'kilograms', value: weight },
    width: { unit: 'centimeters', value: width },
  };
}
