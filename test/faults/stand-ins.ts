import type { SourceId } from '../../src/vocabulary.ts';
import type { Asked, Reply } from './faulty-upstream.ts';

/** One of Amazon's interfaces, in as few answers as the matrix needs: it knows every ASIN it is asked for. */
export type StandIn = {
  readonly source: SourceId;
  /** What configures this source alone, at a stand-in's origin. */
  readonly environment: (origin: string) => Readonly<Record<string, string>>;
  /** The answer of a good day. */
  readonly answer: (asked: Asked) => Reply;
  /** A refusal in the interface's own shape, repeating what it was sent. */
  readonly refuse: (status: number, asked: Asked) => Reply;
  /** An answer of the right shape whose entries are all null. */
  readonly nulls: (asked: Asked) => Reply;
};

/** What is configured: with everything that URL-encoding changes. */
export const secrets = {
  creatorsId: 'amzn1.application-oa2-client.0a1b+2c/3d',
  creatorsSecret: 'amzn1.oa2-cs.v1.s3cret/+Key=&x%y',
  accessKey: 'AKPAFAULTY/+ACCESS',
  secretKey: 'pa5ecret/+Key=&x%y',
  clientId: 'amzn1.application-oa2-client.9z8y+7x/6w',
  clientSecret: 'amzn1.oa2-cs.v1.0ther/+Key=&x%y',
  refreshToken: 'Atzr|refresh/+token=&x%y',
} as const;

/** What the token endpoints hand out. */
export const tokens = { creators: 'eyJ.creators/+token==', lwa: 'Atza|access/+token==' } as const;

/** The one tag that the associates interfaces do not take. */
export const wrongTag = 'somebodyelse-21';

/** Everything of a request that nobody else may see. */
export function sentSecrets({ headers, body }: Asked): string {
  return [headers.authorization, headers['x-amz-access-token'], body].filter((part) => part !== undefined).join(' ');
}

export const creatorsApi: StandIn = {
  source: 'CREATORS_API',
  environment: (origin) => ({
    AMAZON_CREATORS_CREDENTIAL_ID: secrets.creatorsId,
    AMAZON_CREATORS_CREDENTIAL_SECRET: secrets.creatorsSecret,
    AMAZON_CREATORS_VERSION: '3.2',
    AMAZON_PARTNER_TAGS: `IN=shop-21,UK=${wrongTag}`,
    AMAZON_CREATORS_ENDPOINT: origin,
    AMAZON_CREATORS_TOKEN_ENDPOINT: `${origin}/auth/o2/token`,
  }),
  answer(asked) {
    if (isTokenCall(asked)) return aToken(tokens.creators);
    if (asked.body.includes(wrongTag)) {
      return { status: 400, body: { type: 'ValidationException', reason: 'InvalidPartnerTag', message: wrongTag } };
    }
    const { itemIds }: { readonly itemIds: readonly string[] } = JSON.parse(asked.body);
    return { body: { itemsResult: { items: itemIds.map(anItem) } } };
  },
  refuse(status, asked) {
    if (isTokenCall(asked)) return refuseToken(status, asked);
    const [type, reason] = creatorsRefusals[status] ?? ['InternalServerException', 'Other'];
    return { status, body: { type, reason, message: `Refused: ${sentSecrets(asked)}` } };
  },
  nulls: (asked) =>
    isTokenCall(asked) ? { body: noToken } : { body: { itemsResult: { items: [null, null] }, errors: [null] } },
};

export const paApi: StandIn = {
  source: 'PA_API',
  environment: (origin) => ({
    AMAZON_PAAPI_ACCESS_KEY: secrets.accessKey,
    AMAZON_PAAPI_SECRET_KEY: secrets.secretKey,
    AMAZON_PARTNER_TAGS: `IN=shop-21,UK=${wrongTag}`,
    AMAZON_PAAPI_ENDPOINT: origin,
  }),
  answer(asked) {
    if (asked.body.includes(wrongTag)) return paError(400, 'InvalidPartnerTag', wrongTag);
    const { ItemIds }: { readonly ItemIds: readonly string[] } = JSON.parse(asked.body);
    return { body: capitalised({ itemsResult: { items: ItemIds.map(anItem) } }) };
  },
  refuse(status, asked) {
    const message = `Refused: ${sentSecrets(asked)}`;
    // The retired endpoint answers a page that names no error.
    if (status === 404) return { status, body: `<html><body>Not Found ${message}</body></html>` };
    return paError(status, paRefusals[status] ?? 'InternalFailure', message);
  },
  nulls: () => ({ body: { ItemsResult: { Items: [null, null] }, Errors: [null] } }),
};

export const spApi: StandIn = {
  source: 'SP_API',
  environment: (origin) => ({
    AMAZON_SPAPI_CLIENT_ID: secrets.clientId,
    AMAZON_SPAPI_CLIENT_SECRET: secrets.clientSecret,
    AMAZON_SPAPI_REFRESH_TOKEN: secrets.refreshToken,
    AMAZON_SPAPI_ENDPOINT: origin,
    AMAZON_LWA_ENDPOINT: `${origin}/auth/o2/token`,
  }),
  answer(asked) {
    if (isTokenCall(asked)) return aToken(tokens.lwa);
    const { pathname, searchParams } = new URL(asked.path, 'http://stand.in');
    // The rate that the answers name is learned, so that the matrix does not wait for permits.
    const headers = { 'x-amzn-RateLimit-Limit': '500' };
    if (pathname === '/products/pricing/v0/competitivePrice') {
      return { headers, body: { payload: splitIds(searchParams.get('Asins')).map(aPricing) } };
    }
    const items = splitIds(searchParams.get('identifiers')).map(aCatalogItem);
    return { headers, body: { numberOfResults: items.length, items } };
  },
  refuse(status, asked) {
    if (isTokenCall(asked)) return refuseToken(status, asked);
    const message = `Refused: ${sentSecrets(asked)}`;
    return { status, body: { errors: [{ code: spRefusals[status] ?? 'InternalFailure', message, details: '' }] } };
  },
  nulls(asked) {
    if (isTokenCall(asked)) return { body: noToken };
    return { body: { numberOfResults: 2, items: [null, null], payload: [null, null] } };
  },
};

export const store: StandIn = {
  source: 'SCRAPING',
  environment: (origin) => ({ SCRAPING_FALLBACK_ENABLED: 'true', AMAZON_STOREFRONT_ENDPOINT: origin }),
  answer: ({ path }) => ({ body: aPage(/\/dp\/(\w+)/.exec(path)?.[1] ?? '') }),
  refuse: (status) => ({ status, body: `<!doctype html><title>${status}</title><p>An edge in front of the store.` }),
  nulls: () => ({ body: [null, null] }),
};

const creatorsRefusals: Readonly<Record<number, readonly [type: string, reason: string]>> = {
  401: ['UnauthorizedException', 'TokenExpired'],
  403: ['AccessDeniedException', 'AssociateNotEligible'],
  404: ['ResourceNotFoundException', 'Other'],
  429: ['ThrottleException', 'Other'],
};
const paRefusals: Readonly<Record<number, string>> = {
  401: 'InvalidSignature',
  403: 'AssociateNotEligible',
  429: 'TooManyRequests',
};
const spRefusals: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Unauthorized',
  404: 'NotFound',
  429: 'QuotaExceeded',
};
const tokenRefusals: Readonly<Record<number, string>> = { 401: 'invalid_client', 403: 'unauthorized_client' };
const noToken = { access_token: null, expires_in: null, token_type: null };

function isTokenCall({ path }: Asked): boolean {
  return path === '/auth/o2/token';
}

function aToken(value: string): Reply {
  return { body: { access_token: value, expires_in: 3600, token_type: 'bearer' } };
}

function refuseToken(status: number, asked: Asked): Reply {
  const error = tokenRefusals[status];
  if (error === undefined) return { status, body: `<html><body>${sentSecrets(asked)}</body></html>` };
  return { status, body: { error, error_description: `Refused: ${sentSecrets(asked)}` } };
}

function paError(status: number, code: string, message: string): Reply {
  return { status, body: { __type: `com.amazon.paapi5#${code}Exception`, Errors: [{ Code: code, Message: message }] } };
}

function anItem(asin: string): Readonly<Record<string, unknown>> {
  const image = { url: `https://m.media-amazon.com/images/I/${asin}.jpg`, width: 500, height: 500 };
  const price = { money: { amount: 1299, currency: 'INR', displayAmount: '₹1,299.00' } };
  return {
    asin,
    itemInfo: { title: { displayValue: `Title of ${asin}` } },
    images: { primary: { large: image } },
    offersV2: {
      listings: [{ price, availability: { type: 'IN_STOCK' }, condition: { value: 'New' }, isBuyBoxWinner: true }],
    },
  };
}

function capitalised(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capitalised);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key === 'asin' || key === 'url' ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1),
      capitalised(inner),
    ]),
  );
}

const india = 'A21TJRUUN4KGV';

function splitIds(text: string | null): readonly string[] {
  return (text ?? '').split(',').filter((id) => id !== '');
}

function aCatalogItem(asin: string): Readonly<Record<string, unknown>> {
  const link = `https://m.media-amazon.com/images/I/${asin}.jpg`;
  return {
    asin,
    summaries: [{ marketplaceId: india, itemName: `Title of ${asin}`, itemClassification: 'BASE_PRODUCT' }],
    images: [{ marketplaceId: india, images: [{ variant: 'MAIN', link, height: 500, width: 500 }] }],
  };
}

function aPricing(ASIN: string): Readonly<Record<string, unknown>> {
  const ListingPrice = { CurrencyCode: 'INR', Amount: 1299 };
  const CompetitivePrices = [{ CompetitivePriceId: '1', condition: 'New', Price: { ListingPrice } }];
  const Identifiers = { MarketplaceASIN: { MarketplaceId: india, ASIN } };
  return { status: 'Success', ASIN, Product: { Identifiers, CompetitivePricing: { CompetitivePrices } } };
}

/** A product page with the marks that today's pages have. */
function aPage(asin: string): string {
  return `<!doctype html><html lang="en-in"><head><meta charset="utf-8"/>
<title>Title of ${asin} : Amazon.in</title><link rel="canonical" href="https://www.amazon.in/x/dp/${asin}"/></head>
<body><div id="dp"><div id="title_feature_div" data-csa-c-asin="${asin}"><h1 id="title"><span id="productTitle"> Title of ${asin} </span></h1></div>
<div id="averageCustomerReviews" data-asin="${asin}"><span id="acrPopover" title="4.2 out of 5 stars"><span class="a-icon-alt">4.2 out of 5 stars</span></span>
<span id="acrCustomerReviewText">1,234 ratings</span></div>
<div id="imgTagWrapperId"><img id="landingImage" src="https://m.media-amazon.com/images/I/a.jpg" data-old-hires="https://m.media-amazon.com/images/I/a._SL1500_.jpg"/></div>
<div id="corePriceDisplay_desktop_feature_div"><span class="a-price priceToPay"><span class="a-offscreen">₹1,299.00</span><span aria-hidden="true"><span class="a-price-symbol">₹</span><span class="a-price-whole">1,299<span class="a-price-decimal">.</span></span><span class="a-price-fraction">00</span></span></span></div>
<div id="desktop_buybox"><form id="addToCart"><input type="hidden" id="ASIN" name="ASIN" value="${asin}"/><div id="availability"><span class="a-size-medium a-color-success"> In stock </span></div>
<input id="add-to-cart-button" type="submit" name="submit.add-to-cart" value="Add to Cart"/></form></div>
</div></body></html>`;
}
