import { durationText } from '../duration.ts';
import { html, type Html } from './html.ts';
import type { Hits, SearchOutcome } from './search.ts';

/** What hits are shown with. */
export type HitsOptions = {
  /** The search text. */
  readonly text: string;
  readonly labelOf: (source: string) => string;
  /** What the page's links begin with. */
  readonly root: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

type Hit = Hits['nodes'][number];

const withoutPrice: Readonly<Record<string, string>> = {
  OUT_OF_STOCK: 'Out of stock',
  NO_FEATURED_OFFER: 'No featured offer',
  HIDDEN: 'Price is hidden',
};

/** The hits of a search with picture, price, source and age; or a sentence that says why there are none. */
export function hitsSection(outcome: SearchOutcome, options: HitsOptions): Html {
  if ('failure' in outcome) return html`<p class="outage" role="alert">The search failed: ${outcome.failure}</p>`;
  const { nodes, totalCount } = outcome.hits;
  if (nodes.length === 0) return html`<p class="empty">No product matches “${options.text}”.</p>`;
  const of = totalCount === null || totalCount <= nodes.length ? '' : ` of ${totalCount.toLocaleString('en')}`;
  return html`<section aria-labelledby="hits-title">
    <h2 class="title" id="hits-title">Hits for “${options.text}” <small>${nodes.length}${of}</small></h2>
    <ol class="hits">
      ${nodes.map((hit) => hitItem(hit, options))}
    </ol>
  </section>`;
}

function hitItem(hit: Hit, options: HitsOptions): Html {
  const { asin, title, price, priceStatus } = hit;
  const amount = price === null ? undefined : (price.formatted ?? `${price.amount} ${price.currency}`);
  return html`<li class="panel" data-asin="${asin}">
    ${pictureOf(hit, options)}
    <div>
      <h3>${title ?? asin}</h3>
      <p class="price">${amount ?? html`<span class="quiet">${withoutPrice[priceStatus] ?? 'No price'}</span>`}</p>
      <p class="quiet">${originOf(hit, options)}</p>
    </div>
  </li>`;
}

/** The stand-in's pictures come through the gateway, because a browser elsewhere cannot reach the stand-in. */
function pictureOf({ imageUrl }: Hit, { root }: HitsOptions): Html {
  const name = imageUrl?.split('/').at(-1);
  if (name === undefined) return html`<div class="picture" aria-hidden="true"></div>`;
  return html`<img
    class="picture"
    src="${root}picture?of=${encodeURIComponent(name)}"
    width="320"
    height="320"
    alt=""
  />`;
}

function originOf({ provenance: { source, cacheStatus, fetchedAt } }: Hit, { labelOf, now }: HitsOptions): string {
  const age = durationText(now - fetchedAt.getTime());
  if (cacheStatus === 'LIVE') return `${labelOf(source)}, fetched now`;
  return `${labelOf(source)}, ${cacheStatus === 'STALE' ? 'stale' : 'cached'}, ${age} old`;
}
