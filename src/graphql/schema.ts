import './schema/query.ts';
import './schema/scalars.ts';
import './schema/product.ts';
import './schema/product-result.ts';
import './schema/search-connection.ts';
import './schema/analytics/source-analytics.ts';
import { builder } from './schema/builder.ts';
import { withEntities } from './schema/entities.ts';
import { checkDependence } from './schema/field-traits.ts';

/** The subgraph: the public API together with what a federation router asks. */
export const schema = checkDependence(
  withEntities(
    builder.toSubGraphSchema({
      linkUrl: 'https://specs.apollo.dev/federation/v2.9',
      federationDirectives: ['@cost', '@key', '@listSize', '@shareable'],
    }),
  ),
);
