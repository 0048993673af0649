import { defaultFieldResolver, getNamedType, GraphQLInt, isObjectType } from 'graphql';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';

/** The greatest value of `Int` in GraphQL. */
export const greatestInt = 2 ** 31 - 1;

/**
 * Clamps every `Int` at or below `SourceAnalytics` to the greatest value of its type. graphql-js refuses a larger value,
 * and because counts are not nullable, one counter of a long-lived process would fail the whole query.
 */
export function withClampedCounts(schema: GraphQLSchema): GraphQLSchema {
  const root = schema.getType('SourceAnalytics');
  if (!isObjectType(root)) throw new Error('The schema has no SourceAnalytics.');
  const reached = new Set<GraphQLObjectType>([root]);
  // The loop also visits the types that it adds to the set.
  for (const type of reached) {
    for (const field of Object.values(type.getFields())) {
      const below = getNamedType(field.type);
      if (isObjectType(below)) reached.add(below);
      if (below !== GraphQLInt) continue;
      const { resolve = defaultFieldResolver } = field;
      field.resolve = (...args) => clamped(resolve(...args));
    }
  }
  return schema;
}

function clamped(value: unknown): unknown {
  return typeof value === 'number' ? Math.min(value, greatestInt) : value;
}
