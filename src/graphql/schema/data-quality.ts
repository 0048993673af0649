import type { Quality } from '../../product/quality.ts';
import { builder } from './builder.ts';

/** How far an answer can be trusted. */
export const DataQualityType = builder.objectRef<Quality>('DataQuality').implement({
  description: 'How far an answer can be trusted, as it stands now. Every share is between 0 and 1.',
  shareable: true,
  fields: (t) => ({
    completeness: t.exposeFloat('completeness', {
      description: 'Share of title, price, main image and rating that are known.',
    }),
    accuracy: t.exposeFloat('accuracy', {
      description:
        'How far the source is trusted: 0.95 Creators API and PA-API, 0.9 SP-API, 0.75 the public page; at most 0.8 for a stale copy.',
    }),
    freshness: t.exposeFloat('freshness', {
      description: '1 when fetched now, falling linearly to 0 at the age where a copy may no longer be served.',
    }),
    overall: t.exposeFloat('overall', {
      description: '0.4 · completeness + 0.4 · accuracy + 0.2 · freshness.',
    }),
    acceptable: t.exposeBoolean('acceptable', {
      description:
        'Whether `overall` was at least 0.7 when the product was fetched. False means that no source knew better.',
    }),
  }),
});
