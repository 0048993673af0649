import SchemaBuilder from '@pothos/core';
import DirectivesPlugin from '@pothos/plugin-directives';
import FederationPlugin from '@pothos/plugin-federation';
import type { Asin } from '../../product/asin.ts';
import type { GatewayContext } from '../context.ts';

/** Gathers the schema. It defines no types: every file of a type adds its own. */
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
    Decimal: { Input: string; Output: string };
    /** Milliseconds since the epoch on our side, ISO 8601 on the wire. */
    DateTime: { Input: never; Output: number };
    URL: { Input: never; Output: string };
  };
}>({
  // The order matters: with federation first the printed subgraph loses its directives.
  plugins: [DirectivesPlugin, FederationPlugin],
  directives: { useGraphQLToolsUnorderedDirectives: true },
  defaultFieldNullability: false,
});
