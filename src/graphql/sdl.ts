import { printSubgraphSchema } from '@apollo/subgraph';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { builder } from './builder.ts';
import { schema } from './schema.ts';

let publicText: string | undefined;
let subgraphText: string | undefined;

/** The public API, sorted: what `schema/schema.graphql` and `/schema.graphql` hold. No federation machinery. */
export function publicSdl(): string {
  publicText ??= `${printSchema(lexicographicSortSchema(builder.toSchema()))}\n`;
  return publicText;
}

/** The subgraph with its federation directives: what a router composes, and `/schema.graphql?federation`. */
export function subgraphSdl(): string {
  subgraphText ??= `${printSubgraphSchema(schema).trim()}\n`;
  return subgraphText;
}
