import './schema/query.ts';
import './schema/scalars.ts';
import './schema/product.ts';
import './schema/product/product-attribute.ts';
import './schema/product/product-details.ts';
import './schema/product/product-identifiers.ts';
import './schema/product/product-offer.ts';
import './schema/product/product-price.ts';
import './schema/product/variation-connection.ts';
import './schema/browse-node/browse-node.ts';
import './schema/browse-node/product-browse-node.ts';
import './schema/product-result.ts';
import './schema/product/lookup.ts';
import './schema/marketplace-info.ts';
import './schema/search/search-connection.ts';
import './schema/analytics/source-analytics.ts';
import { withClampedCounts } from './schema/analytics/clamped-counts.ts';
import { builder } from './schema/builder.ts';
import { withEntities } from './schema/entities.ts';
import { checkDependence } from './schema/field-traits.ts';

/** The subgraph schema: the public API, and the queries of a federation router. */
export const schema = withClampedCounts(
  checkDependence(
    withEntities(
      builder.toSubGraphSchema({
        linkUrl: 'https://specs.apollo.dev/federation/v2.9',
        federationDirectives: ['@cost', '@key', '@listSize', '@shareable'],
      }),
    ),
  ),
);
