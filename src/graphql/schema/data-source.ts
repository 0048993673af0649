import {
  extendSchema,
  isEnumType,
  Kind,
  type EnumValueDefinitionNode,
  type GraphQLEnumType,
  type GraphQLSchema,
} from 'graphql';
import type { SourceId } from '../../vocabulary.ts';
import { builder } from './builder.ts';

/** A source and its label, for people. */
export type SourceName = { readonly id: SourceId; readonly label: string };

const values: Readonly<Record<string, { readonly value: SourceId; readonly description: string }>> = {
  CREATORS_API: { value: 'CREATORS_API', description: "Amazon's Creators API, the associates' API since 2026." },
  PA_API: {
    value: 'PA_API',
    description: "Amazon's Product Advertising API 5.0, the Creators API's predecessor.",
  },
  SP_API: { value: 'SP_API', description: "Amazon's Selling Partner API: catalog and pricing data for sellers." },
  SCRAPING: { value: 'SCRAPING', description: 'The public product page: requested last and trusted least.' },
};

export const DataSourceEnum = builder.enumType('DataSource', {
  description: 'A source of product data.',
  values,
});

/** Adds a `DataSource` value for every source that the schema does not list. The label becomes its description. */
export function withSources(schema: GraphQLSchema, sources: readonly SourceName[]): GraphQLSchema {
  const listed = enumIn(schema);
  const added = sources.filter(({ id }) => listed.getValue(id) === undefined).map(valueOf);
  if (added.length === 0) return schema;
  const name = { kind: Kind.NAME, value: listed.name } as const;
  const extension = { kind: Kind.ENUM_TYPE_EXTENSION, name, values: added } as const;
  const extended = extendSchema(schema, { kind: Kind.DOCUMENT, definitions: [extension] });
  // The subgraph printer reads these nodes. It would print the extension separately and without descriptions.
  const type = enumIn(extended);
  type.extensionASTNodes = [];
  type.astNode = type.astNode && { ...type.astNode, values: [...(type.astNode.values ?? []), ...added] };
  return extended;
}

function enumIn(schema: GraphQLSchema): GraphQLEnumType {
  const type = schema.getType('DataSource');
  if (!isEnumType(type)) throw new Error('The schema has no sources.');
  return type;
}

function valueOf({ id, label }: SourceName): EnumValueDefinitionNode {
  return {
    kind: Kind.ENUM_VALUE_DEFINITION,
    name: { kind: Kind.NAME, value: id },
    description: { kind: Kind.STRING, value: `${label}.` },
  };
}
