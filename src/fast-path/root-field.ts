import { execute, getNamedType, getNullableType, isListType, Kind, TypeNameMetaFieldDef } from 'graphql';
import { GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLField, OperationDefinitionNode } from 'graphql';
import type { Answer } from '../catalog/answer.ts';
import { dependencesIn, productLookupOf, TimeDependence, type ProductLookup } from '../graphql/schema/field-traits.ts';
import { schema } from '../graphql/schema.ts';

export type Variables = Record<string, unknown>;

/** A root field whose value consists of products alone, and what it selects of them. */
export type RootField = {
  /** Unique in this process. */
  readonly id: string;
  /** What precedes the value. */
  readonly prefix: string;
  readonly isList: boolean;
  readonly field: GraphQLField<unknown, unknown>;
  /** The node that holds the arguments. */
  readonly node: FieldNode;
  readonly lookup: ProductLookup;
  /** What the selected fields that depend on the time show of the product at the moment. */
  shows(answer: Answer): string;
  /** The selection in JSON, each byte of UTF-8 as one character, so that it is encoded once; not with errors. */
  toJson(answer: Answer): string | undefined;
};

/** What stands around the nodes of a root field, with the variables that their selections depend on. */
type Surroundings = {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
};

/** Of `__typename`, which is all in its prefix. */
const noLookup: ProductLookup = { keys: () => [], value: () => null };
let ids = 0;

/** The root field of all nodes of one response key; `undefined` when it has to be resolved for each request. */
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

/** The schema with one query: the field, without arguments, whose value is one of its answers. */
function schemaOf({ name, type }: GraphQLField<unknown, unknown>): GraphQLSchema {
  const query = new GraphQLObjectType({ name: 'OneAnswer', fields: { [name]: { type: getNamedType(type) } } });
  const own = schemas.get(name) ?? new GraphQLSchema({ ...schema.toConfig(), query, assumeValid: true });
  schemas.set(name, own);
  return own;
}

/** The nodes as an operation on that schema. */
function withoutArguments(nodes: readonly FieldNode[], { document, operation }: Surroundings): DocumentNode {
  const selections = nodes.map((node) => ({ ...node, arguments: [], directives: [] }));
  const own = { ...operation, directives: [], selectionSet: { kind: Kind.SELECTION_SET, selections } } as const;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return { kind: Kind.DOCUMENT, definitions: [own, ...fragments] };
}
