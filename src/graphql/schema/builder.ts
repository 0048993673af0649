import SchemaBuilder from '@pothos/core';
import DirectivesPlugin from '@pothos/plugin-directives';
import FederationPlugin from '@pothos/plugin-federation';
import type { Asin } from '../../product/asin.ts';
import type { GatewayContext } from '../context.ts';

/** Collects the schema. It defines no types: each type is added by its own file. */
export const builder = new SchemaBuilder<{
  Context: GatewayContext;
  DefaultFieldNullability: false;
  Directives: {
    cost: { locations: 'FIELD_DEFINITION'; args: { weight: number } };
    listSize: {
      locations: 'FIELD_DEFINITION';
      args: {
        assumedSize?: number;
        slicingArguments?: readonly string[];
        sizedFields?: readonly string[];
        requireOneSlicingArgument?: boolean;
      };
    };
  };
  Scalars: {
    ASIN: { Input: Asin; Output: Asin };
    Language: { Input: string; Output: string };
    CurrencyCode: { Input: string; Output: string };
    Decimal: { Input: string; Output: string };
    /** Milliseconds since the epoch in the gateway, ISO 8601 in responses. */
    DateTime: { Input: never; Output: number };
    URL: { Input: never; Output: string };
  };
}>({
  // The order matters: with federation first, the printed subgraph loses its directives.
  plugins: [DirectivesPlugin, FederationPlugin],
  directives: { useGraphQLToolsUnorderedDirectives: true },
  defaultFieldNullability: false,
});
