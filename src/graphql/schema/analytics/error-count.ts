import type { ErrorCount } from '../../../analytics/snapshot.ts';
import { builder } from '../builder.ts';
import { DataSourceEnum } from '../data-source.ts';
import { MarketplaceEnum } from '../marketplace.ts';

/** Failures of one kind. */
export const ErrorCountType = builder.objectRef<ErrorCount>('ErrorCount').implement({
  description: "A source's failures of one class in one store, since the process started.",
  fields: (t) => ({
    source: t.expose('source', { type: DataSourceEnum, description: 'The source that failed.' }),
    marketplace: t.expose('marketplace', { type: MarketplaceEnum, description: 'The store it was asked about.' }),
    code: t.exposeString('code', { description: 'The failure class, e.g. THROTTLED or CREDENTIALS.' }),
    count: t.exposeInt('count', { description: 'How often: calls where one was made, products where none was.' }),
    message: t.exposeString('message', { description: 'What the latest one said; never holds a secret.' }),
    lastAt: t.expose('lastAt', { type: 'DateTime', description: 'When the latest one was.' }),
  }),
});
