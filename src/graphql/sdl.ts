import { printSubgraphSchema } from '@apollo/subgraph';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { builder } from './schema/builder.ts';
import { withSources, type SourceName } from './schema/data-source.ts';
import { schema } from './schema.ts';

/** The public API without federation types, sorted: the text of `schema/schema.graphql` and `/schema.graphql`. */
export function publicSdl(sources: readonly SourceName[] = []): string {
  return `${printSchema(lexicographicSortSchema(withSources(builder.toSchema(), sources)))}\n`;
}

/**
 * The subgraph with its federation directives: the text of `schema/subgraph.graphql` and `/schema.graphql?federation`. Types
 * are sorted; the printer prints fields in the order of their definition.
 */
export function subgraphSdl(sources: readonly SourceName[] = []): string {
  return `${printSubgraphSchema(withSources(schema, sources)).trim()}\n`;
}
