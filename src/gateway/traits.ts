import type { SourceTraits } from '../analytics/source-statistics.ts';
import type { Config } from '../config.ts';

/** What analytics is told of every source there is, those that are off included, in chain order. */
export function traitsOf(config: Config): readonly SourceTraits[] {
  const apis: readonly SourceTraits[] = [
    {
      id: 'CREATORS_API',
      role: 'associates',
      enabled: config.creatorsApi !== undefined,
      settings: 'AMAZON_CREATORS_…',
    },
    {
      id: 'PA_API',
      role: 'associates',
      enabled: config.paApi !== undefined,
      settings: 'AMAZON_PAAPI_…',
      retired: { on: '2026-05-15', successor: 'CREATORS_API' },
    },
    { id: 'SP_API', role: 'seller', enabled: config.spApi !== undefined, settings: 'AMAZON_SPAPI_…' },
  ];
  const page: SourceTraits = {
    id: 'SCRAPING',
    role: 'page',
    enabled: config.scraping !== undefined,
    settings: 'SCRAPING_…',
  };
  return config.apiFirst ? [...apis, page] : [page, ...apis];
}
