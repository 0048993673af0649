import { execute, getNamedType, getNullableType, isListType, Kind, TypeNameMetaFieldDef } from 'graphql';
import { GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLField, OperationDefinitionNode } from 'graphql';
import type { Answer } from '../catalog/answer.ts';
import { dependencesIn, productLookupOf, TimeDependence, type ProductLookup } from '../graphql/schema/field-traits.ts';
import { schema } from '../graphql/schema.ts';

export type Variables = Record<string, unknown>;

/** A root field whose value consists of products alone, with its selection. */
export type RootField = {
  /** Unique in this process. */
  readonly id: string;
  /** The text before the value: the response key. */
  readonly prefix: string;
  readonly isList: boolean;
  readonly field: GraphQLField<unknown, unknown>;
  /** The node that holds the arguments. */
  readonly node: FieldNode;
  readonly lookup: ProductLookup;
  /** A text for the current values of the selected fields that depend on the time. */
  shows(answer: Answer): string;
  /** The selection as JSON, with each byte of UTF-8 as one character, so that it is encoded once; `undefined` with errors. */
  toJson(answer: Answer): string | undefined;
};

/** The document and operation of a root field, with the variables that its selections depend on. */
type Surroundings = {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
};

/** The lookup of `__typename`, whose value is part of the prefix. */
const noLookup: ProductLookup = { keys: () => [], value: () => null };
let ids = 0;

/** The root field for all nodes of one response key; `undefined` when it must be resolved for each request. */
export function createRootField(key: string, nodes: readonly FieldNode[], where: Surroundings): RootField | undefined {
  const [node] = nodes;
  const query = schema.getQueryType();
  const isTypeName = node?.name.value === TypeNameMetaFieldDef.name;
  const field = isTypeName ? TypeNameMetaFieldDef : query?.getFields()[node?.name.value ?? ''];
  const lookup = isTypeName ? noLookup : field && productLookupOf(field);
  if (node === undefined || field === undefined || lookup === undefined) return undefined;
  const own = schemaOf(field);
  const document = withoutArguments(nodes, where);
  const dependences = dependencesIn(own, document);
  if (dependences.includes('request')) return undefined;
  const timed = dependences.filter((one) => one instanceof TimeDependence);
  return {
    id: `${(ids += 1)} `,
    prefix: `"${key}":${isTypeName ? `"${query?.name}"` : ''}`,
    isList: isListType(getNullableType(field.type)),
    field,
    node,
    lookup,
    shows: (answer) => (answer.kind === 'product' ? timed.map(({ shows }) => shows(answer)).join(' ') : ''),
    toJson(answer) {
      const rootValue = { [field.name]: lookup.value(answer) };
      const result = execute({ schema: own, document, rootValue, variableValues: where.variables });
      if ('then' in result || result.errors !== undefined) return undefined;
      return Buffer.from(JSON.stringify(result.data?.[key])).toString('latin1');
    },
  };
}

const schemas = new Map<string, GraphQLSchema>();

/** A schema with a single query: the field without arguments, with one of its answers as value. */
function schemaOf({ name, type }: GraphQLField<unknown, unknown>): GraphQLSchema {
  const query = new GraphQLObjectType({ name: 'OneAnswer', fields: { [name]: { type: getNamedType(type) } } });
  const own = schemas.get(name) ?? new GraphQLSchema({ ...schema.toConfig(), query, assumeValid: true });
  schemas.set(name, own);
  return own;
}

/** The nodes as an operation on the schema of {@link schemaOf}. */
function withoutArguments(nodes: readonly FieldNode[], { document, operation }: Surroundings): DocumentNode {
  const selections = nodes.map((node) => ({ ...node, arguments: [], directives: [] }));
  const own = { ...operation, directives: [], selectionSet: { kind: Kind.SELECTION_SET, selections } } as const;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return { kind: Kind.DOCUMENT, definitions: [own, ...fragments] };
}
