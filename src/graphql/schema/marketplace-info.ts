import type { SourceCoverage } from '../../catalog/answer.ts';
import { currenciesOf, languagesOf } from '../../product/locale.ts';
import { marketplaceCodes, marketplaceHost, marketplaces, type MarketplaceCode } from '../../product/marketplace.ts';
import { searchIndexes } from '../../product/search/search-category.ts';
import { builder } from './builder.ts';
import { DataSourceEnum } from './data-source.ts';
import { dependsOnRequest } from './field-traits.ts';
import { MarketplaceEnum } from './marketplace.ts';

const MarketplaceSourceType = builder.objectRef<SourceCoverage>('MarketplaceSource').implement({
  description: 'Whether a source of this gateway serves a marketplace.',
  fields: (t) => ({
    source: t.expose('source', { type: DataSourceEnum, description: 'The source.' }),
    serves: t.boolean({
      description: 'Whether it serves the marketplace.',
      resolve: ({ reason }) => reason === undefined,
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it does not, e.g. NO_PARTNER_TAG: the code in `attempts`. Null when it does.',
    }),
  }),
});

const MarketplaceInfoType = builder.objectRef<MarketplaceCode>('MarketplaceInfo').implement({
  description: 'What can be requested in a marketplace.',
  fields: (t) => ({
    code: t.field({ type: MarketplaceEnum, description: 'The marketplace.', resolve: (code) => code }),
    host: t.string({ description: 'Its host, e.g. "www.amazon.in".', resolve: (code) => marketplaceHost(code) }),
    currency: t.field({
      type: 'CurrencyCode',
      description: 'The currency of its prices.',
      resolve: (code) => marketplaces[code].currency,
    }),
    currencies: t.field({
      type: ['CurrencyCode'],
      description: 'The currencies that prices can be requested in, its own first.',
      resolve: (code) => currenciesOf(code),
    }),
    languages: t.field({
      type: ['Language'],
      description: 'The languages that texts can be requested in, its own first.',
      resolve: (code) => languagesOf(code),
    }),
    categories: t.stringList({
      description: 'The values of `SearchFilter.category`. Empty where Amazon publishes no list.',
      resolve: (code) => searchIndexes(code) ?? [],
    }),
    sources: t.field({
      type: [MarketplaceSourceType],
      description: 'All sources of this gateway, in the order in which they are requested.',
      extensions: dependsOnRequest,
      resolve: (code, _, { catalog }) => catalog.coverage(code),
    }),
  }),
});

builder.queryField('marketplaces', (t) =>
  t.field({
    type: [MarketplaceInfoType],
    directives: { listSize: { assumedSize: marketplaceCodes.length } },
    description: 'All 22 marketplaces, served or not. Costs no call.',
    resolve: () => marketplaceCodes,
  }),
);
