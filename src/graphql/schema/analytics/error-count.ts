import type { ErrorCount } from '../../../analytics/snapshot.ts';
import { builder } from '../builder.ts';
import { DataSourceEnum } from '../data-source.ts';
import { MarketplaceEnum } from '../marketplace.ts';

export const ErrorCountType = builder.objectRef<ErrorCount>('ErrorCount').implement({
  description: "A source's failures with one code in one marketplace, since the process started.",
  fields: (t) => ({
    source: t.expose('source', { type: DataSourceEnum, description: 'The source that failed.' }),
    marketplace: t.expose('marketplace', { type: MarketplaceEnum, description: 'The requested marketplace.' }),
    code: t.exposeString('code', { description: 'The failure code, e.g. THROTTLED or CREDENTIALS.' }),
    count: t.exposeInt('count', {
      description: 'The number of failed calls; for failures without a call, the number of products.',
    }),
    message: t.exposeString('message', {
      description: 'The message of the latest failure; it never contains a secret.',
    }),
    lastAt: t.expose('lastAt', { type: 'DateTime', description: 'When the latest failure happened.' }),
  }),
});
