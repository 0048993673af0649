/** Fifteen fields of one product, with a variable. */
export const productQuery = `query Product($asin: ASIN!) {
  product(asin: $asin) {
    id asin marketplace title brand productUrl imageUrl features
    price { amount currency formatted }
    listPrice { amount currency formatted }
    savingsPercent priceStatus availability rating
    provenance { source cacheStatus fetchedAt }
  }
}`;

/** The same fields of fifty products in one operation. */
export const productsQuery = `query Products($asins: [ASIN!]!) {
  products(asins: $asins) {
    __typename
    ... on Product {
      id asin marketplace title brand productUrl imageUrl features
      price { amount currency formatted }
      listPrice { amount currency formatted }
      savingsPercent priceStatus availability rating
      provenance { source cacheStatus fetchedAt }
    }
  }
}`;

/** The same fields of products that another subgraph refers to, as a router requests them. */
export const entitiesQuery = `query Entities($references: [_Any!]!) {
  _entities(representations: $references) {
    __typename
    ... on Product {
      id asin marketplace title brand productUrl imageUrl features
      price { amount currency formatted }
      listPrice { amount currency formatted }
      savingsPercent priceStatus availability rating
      provenance { source cacheStatus fetchedAt }
    }
  }
}`;

/** A product as both queries return it. */
export type Row = {
  readonly __typename: 'Product';
  readonly id: string;
  readonly asin: string;
  readonly marketplace: string;
  readonly title: string | null;
  readonly brand: string | null;
  readonly productUrl: string;
  readonly imageUrl: string | null;
  readonly features: readonly string[];
  readonly price: MoneyRow | null;
  readonly listPrice: MoneyRow | null;
  readonly savingsPercent: number | null;
  readonly priceStatus: string;
  readonly availability: string;
  readonly rating: number | null;
  readonly provenance: { readonly source: string; readonly cacheStatus: string; readonly fetchedAt: string };
};

/** An amount of a product. */
export type MoneyRow = { readonly amount: string; readonly currency: string; readonly formatted: string | null };

/** How many products one `products` field requests. */
export const batchSize = 50;
