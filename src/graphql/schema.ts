import './query.ts';
import './scalars.ts';
import './product.ts';
import './product-result.ts';
import './search-connection.ts';
import './source-analytics.ts';
import { builder } from './builder.ts';
import { withEntities } from './entities.ts';
import { checkDependence } from './field-traits.ts';

/** The subgraph: the public API together with what a federation router asks. */
export const schema = checkDependence(
  withEntities(
    builder.toSubGraphSchema({
      linkUrl: 'https://specs.apollo.dev/federation/v2.9',
      federationDirectives: ['@cost', '@key', '@listSize', '@shareable'],
    }),
  ),
);
