import { printSubgraphSchema } from '@apollo/subgraph';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { builder } from './builder.ts';
import { schema } from './schema.ts';

/** The public API, sorted: what `schema/schema.graphql` and `/schema.graphql` hold. No federation machinery. */
export function publicSdl(): string {
  return `${printSchema(lexicographicSortSchema(builder.toSchema()))}\n`;
}

/** The subgraph with its federation directives: what a router composes, and `/schema.graphql?federation`. */
export function subgraphSdl(): string {
  return `${printSubgraphSchema(schema).trim()}\n`;
}
