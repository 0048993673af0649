import type { Quality } from '../../product/quality.ts';
import { builder } from './builder.ts';

export const DataQualityType = builder.objectRef<Quality>('DataQuality').implement({
  description: 'How reliable an answer is now. All scores are between 0 and 1.',
  shareable: true,
  fields: (t) => ({
    completeness: t.exposeFloat('completeness', {
      description: 'Share of title, price, main image and rating that are known.',
    }),
    accuracy: t.exposeFloat('accuracy', {
      description:
        'Accuracy of the source: 0.95 for the Creators API and PA-API, 0.9 for SP-API, 0.75 for the public page; at most 0.8 for a stale copy.',
    }),
    freshness: t.exposeFloat('freshness', {
      description: '1 when just fetched, falling linearly to 0 at the age at which a copy may no longer be served.',
    }),
    overall: t.exposeFloat('overall', {
      description: '0.4 · completeness + 0.4 · accuracy + 0.2 · freshness.',
    }),
    acceptable: t.exposeBoolean('acceptable', {
      description:
        'Whether `overall` was at least 0.7 when the product was fetched. False means that no source provided better data.',
    }),
  }),
});
