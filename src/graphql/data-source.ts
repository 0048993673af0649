import type { SourceId } from '../vocabulary.ts';
import { builder } from './builder.ts';

const values: Readonly<Record<string, { readonly value: SourceId; readonly description: string }>> = {
  CREATORS_API: { value: 'CREATORS_API', description: "Amazon's Creators API, the associates' API since 2026." },
  PA_API: {
    value: 'PA_API',
    description: "Amazon's Product Advertising API 5.0, the Creators API's predecessor.",
  },
  SP_API: { value: 'SP_API', description: "Amazon's Selling Partner API: catalogue and pricing as sellers see them." },
  SCRAPING: { value: 'SCRAPING', description: 'The public product page, asked last and trusted least.' },
};

/** Where facts come from. */
export const DataSourceEnum = builder.enumType('DataSource', {
  description: 'A place that the gateway learns products from.',
  values,
});
