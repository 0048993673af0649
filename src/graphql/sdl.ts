import { printSubgraphSchema } from '@apollo/subgraph';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { builder } from './schema/builder.ts';
import { withSources, type SourceName } from './schema/data-source.ts';
import { schema } from './schema.ts';

/** The public API, sorted: what `schema/schema.graphql` and `/schema.graphql` hold. No federation machinery. */
export function publicSdl(sources: readonly SourceName[] = []): string {
  return `${printSchema(lexicographicSortSchema(withSources(builder.toSchema(), sources)))}\n`;
}

/** The subgraph with its federation directives: what a router composes, and `/schema.graphql?federation`. */
export function subgraphSdl(sources: readonly SourceName[] = []): string {
  return `${printSubgraphSchema(withSources(schema, sources)).trim()}\n`;
}
