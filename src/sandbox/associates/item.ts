import { browseNodeId } from '../browse-node.ts';
import type { JsonRecord } from '../json.ts';
import { offerOf, offersV1Listing, offersV1Summary, offersV2Listing, otherListings } from './offer.ts';
import type { SandboxProduct } from '../catalogue/product.ts';
import { marketplaceFor, productFor, type Preferences } from '../preferences.ts';
import type { SandboxMarketplace } from '../sandbox-marketplace.ts';

/** The parts of a request that an item depends on. */
export type ItemContext = Preferences & {
  readonly marketplace: SandboxMarketplace;
  readonly tag: string;
  /** `ogi` for a looked-up item, `osi` for a search hit, `ogv` for a variation. */
  readonly linkCode: 'ogi' | 'osi' | 'ogv';
  /** The requested condition; `Any` by default. */
  readonly condition: string;
};

const imageRoot = 'https://m.media-amazon.com/images/I';

/** A product with all of PA-API's resources; the caller selects the requested ones. */
export function itemTree(listed: SandboxProduct, asked: ItemContext): JsonRecord {
  const product = productFor(listed, asked.marketplace, asked);
  const context = { ...asked, marketplace: marketplaceFor(asked.marketplace, asked) };
  const { marketplace, tag, linkCode } = context;
  const query = `tag=${encodeURIComponent(tag)}&linkCode=${linkCode}&th=1&psc=1`;
  return {
    ASIN: product.asin,
    ...(product.parentAsin !== undefined && { ParentASIN: product.parentAsin }),
    DetailPageURL: `https://${marketplace.host}/dp/${product.asin}?${query}`,
    Images: imagesTree(product.imageIds),
    BrowseNodeInfo: browseNodes(product),
    ...(product.ratingInApis &&
      product.rating !== undefined && {
        CustomerReviews: { Count: product.reviewCount, StarRating: { Value: product.rating } },
      }),
    ItemInfo: itemInfo(product, marketplace),
    ...offers(product, context),
  };
}

function itemInfo(product: SandboxProduct, { locale }: SandboxMarketplace): object {
  const labelled = (value: unknown, label: string) => ({ DisplayValue: value, Label: label, Locale: locale });
  const { facts, colour } = product;
  const listed = (values: readonly string[], label: string) => ({
    DisplayValues: values,
    Label: label,
    Locale: locale,
  });
  return {
    ByLineInfo: {
      Brand: labelled(product.brand, 'Brand'),
      Manufacturer: labelled(product.brand, 'Manufacturer'),
      ...(facts.authors.length > 0 && {
        Contributors: facts.authors.map(({ name, role }) => ({ Name: name, Role: role, Locale: locale })),
      }),
    },
    Classifications: {
      Binding: labelled(facts.binding, 'Binding'),
      ProductGroup: labelled(product.department, 'ProductGroup'),
    },
    ...(facts.pages !== undefined && {
      ContentInfo: {
        Edition: labelled('First edition', 'Edition'),
        PagesCount: labelled(facts.pages, 'NumberOfPages'),
        PublicationDate: labelled(`${product.releasedOn}T00:00:01Z`, 'PublicationDate'),
        Languages: { DisplayValues: [{ DisplayValue: 'English', Type: 'Published' }], Label: 'Language' },
      },
    }),
    ExternalIds: {
      EANs: listed([facts.ean], 'EAN'),
      ...(facts.upc !== undefined && { UPCs: listed([facts.upc], 'UPC') }),
      ...(facts.isbn10 !== undefined && { ISBNs: listed([facts.isbn10], 'ISBN') }),
    },
    Features: listed(product.features, 'Features'),
    ManufactureInfo: {
      ItemPartNumber: labelled(facts.partNumber, 'PartNumber'),
      Model: labelled(facts.model, 'Model'),
      Warranty: labelled('One year', 'Warranty'),
    },
    ProductInfo: {
      ...(colour !== '' && { Color: labelled(colour, 'Color') }),
      IsAdultProduct: labelled(false, 'IsAdultProduct'),
      ItemDimensions: {
        Height: { ...labelled(facts.height, 'Height'), Unit: 'Centimeters' },
        Length: { ...labelled(facts.length, 'Length'), Unit: 'Centimeters' },
        Weight: { ...labelled(facts.weight, 'Weight'), Unit: 'Kilograms' },
        Width: { ...labelled(facts.width, 'Width'), Unit: 'Centimeters' },
      },
      ...(facts.unit !== undefined && { Size: labelled(`${facts.units} x ${facts.unit}`, 'Size') }),
      ReleaseDate: labelled(`${product.releasedOn}T00:00:01Z`, 'ReleaseDate'),
      UnitCount: labelled(1, 'NumberOfItems'),
    },
    Title: labelled(product.title, 'Title'),
  };
}

function browseNodes({ category, department, noun, salesRank }: SandboxProduct): object {
  const root = browseNodeId(category);
  return {
    BrowseNodes: [
      {
        Id: browseNodeId(noun),
        DisplayName: noun,
        ContextFreeName: noun,
        IsRoot: false,
        SalesRank: Math.ceil(salesRank / 40),
        Ancestor: { Id: root, DisplayName: department, ContextFreeName: department },
      },
    ],
    WebsiteSalesRank: { ContextFreeName: department, DisplayName: department, SalesRank: salesRank },
  };
}

function imagesTree(imageIds: readonly string[]): object {
  const [primary, ...variants] = imageIds.map((id) => ({
    Small: { URL: `${imageRoot}/${id}._SL75_.jpg`, Height: 75, Width: 75 },
    Medium: { URL: `${imageRoot}/${id}._SL160_.jpg`, Height: 160, Width: 160 },
    Large: { URL: `${imageRoot}/${id}._SL500_.jpg`, Height: 500, Width: 500 },
    HighRes: { URL: `${imageRoot}/${id}._SL1500_.jpg`, Height: 1500, Width: 1500 },
  }));
  return { Primary: primary, ...(variants.length > 0 && { Variants: variants }) };
}

function offers(product: SandboxProduct, { marketplace, condition }: ItemContext): object {
  const offer = offerOf(product, marketplace, condition);
  if (offer === undefined) return {};
  return {
    Offers: {
      Listings: [offersV1Listing(offer, product, marketplace)],
      Summaries: [offersV1Summary(offer, marketplace)],
    },
    OffersV2: {
      Listings: [offersV2Listing(offer, product, marketplace), ...otherListings(product, marketplace, condition)],
    },
  };
}
