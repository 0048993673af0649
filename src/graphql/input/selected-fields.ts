import {
  getArgumentValues,
  getNamedType,
  isAbstractType,
  isObjectType,
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fieldReaders, type Place } from './operation-cost.ts';
import { fieldsIn, fragmentsIn } from './root-fields.ts';

/** A selected field that has a reader, with its coerced arguments. */
export type SelectedField = Place & {
  /** E.g. `Query.product`. */
  readonly coordinate: string;
  readonly args: object;
  readonly node: FieldNode;
};

/**
 * The fields of an operation that have a reader. The document must be valid, and its fragments bounded: a fragment is
 * visited wherever it is spread. A field of an abstract type is looked for on each of its types.
 */
export function selectedFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): readonly SelectedField[] {
  const fragments = fragmentsIn(document);
  const leading = typesWithReaders(schema);
  const query = schema.getQueryType();
  return query == null ? [] : below(query, [operation.selectionSet], { times: 1, parent: undefined });

  function below(type: GraphQLObjectType, sets: readonly SelectionSetNode[], place: Place): readonly SelectedField[] {
    if (!leading.has(type.name)) return [];
    return merged(type, fieldsIn(sets, fragments, variables)).flatMap(({ node, args, inner, sets: own }) => {
      const coordinate = `${type.name}.${node.name.value}`;
      const reader = fieldReaders.get(coordinate);
      const times = place.times * (reader?.size?.(args) ?? 1);
      return [
        ...(reader === undefined ? [] : [{ ...place, coordinate, args, node }]),
        ...objectTypesOf(schema, inner).flatMap((one) => below(one, own, { times, parent: coordinate })),
      ];
    });
  }

  /** Fields with the same response key and arguments are one field, as in execution. */
  function merged(type: GraphQLObjectType, nodes: readonly FieldNode[]) {
    const fields = new Map<string, Selection>();
    for (const node of nodes) {
      const field = type.getFields()[node.name.value];
      if (field === undefined) continue;
      const args = getArgumentValues(field, node, variables);
      const key = JSON.stringify([(node.alias ?? node.name).value, field.name, args]);
      const own = fields.get(key) ?? { node, args, inner: getNamedType(field.type), sets: [] };
      if (node.selectionSet !== undefined) own.sets.push(node.selectionSet);
      fields.set(key, own);
    }
    return [...fields.values()];
  }
}

type Selection = {
  readonly node: FieldNode;
  readonly args: object;
  readonly inner: GraphQLNamedType;
  readonly sets: SelectionSetNode[];
};

const known = new WeakMap<GraphQLSchema, ReadonlySet<string>>();

/** The object types that have a field with a reader, or lead to one. */
function typesWithReaders(schema: GraphQLSchema): ReadonlySet<string> {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const leading = new Set([...fieldReaders.keys()].map((coordinate) => coordinate.split('.')[0] ?? ''));
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const leads = (type: GraphQLObjectType) =>
    Object.values(type.getFields()).some((field) =>
      objectTypesOf(schema, getNamedType(field.type)).some(({ name }) => leading.has(name)),
    );
  for (let size = 0; size < leading.size;) {
    size = leading.size;
    for (const type of types) if (!leading.has(type.name) && leads(type)) leading.add(type.name);
  }
  known.set(schema, leading);
  return leading;
}

function objectTypesOf(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLObjectType[] {
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
}
