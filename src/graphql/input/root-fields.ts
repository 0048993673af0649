import {
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** A selected field, with its coordinate, e.g. `Query.product`. */
export type SelectedField = {
  readonly field: GraphQLField<unknown, unknown>;
  readonly coordinate: string;
  readonly node: FieldNode;
};

/**
 * The fields that an operation selects on Query, and on the types `within` below them. The document must be valid.
 */
export function selectedFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  within: ReadonlySet<string>,
): readonly SelectedField[] {
  const fragments = fragmentsIn(document);
  const query = schema.getQueryType();
  return query == null ? [] : below(query, operation.selectionSet);

  function below(type: GraphQLObjectType, set: SelectionSetNode): readonly SelectedField[] {
    return fieldsIn([set], fragments, variables).flatMap((node) => {
      const field = type.getFields()[node.name.value];
      if (field === undefined) return [];
      const inner = getNamedType(field.type);
      const descends = isObjectType(inner) && within.has(inner.name) && node.selectionSet !== undefined;
      return [
        { field, coordinate: `${type.name}.${field.name}`, node },
        ...(descends ? below(inner, node.selectionSet) : []),
      ];
    });
  }
}

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** The fragments of a document by name. */
export function fragmentsIn(document: DocumentNode): Fragments {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments[one.name.value] = one;
  return fragments;
}

/**
 * The fields of the selection sets, with `@skip`, `@include` and fragments resolved. As in graphql-js, each fragment is
 * visited once; nested spreads would double the work with every level.
 */
export function fieldsIn(
  sets: readonly SelectionSetNode[],
  fragments: Fragments,
  variables: Readonly<Record<string, unknown>>,
): readonly FieldNode[] {
  const seen = new Set<string>();
  return sets.flatMap(fieldsOf);

  function fieldsOf({ selections }: SelectionSetNode): FieldNode[] {
    return selections.filter(isIncluded).flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet);
      const name = selection.name.value;
      const fragment = seen.has(name) ? undefined : fragments[name];
      seen.add(name);
      return fragment === undefined ? [] : fieldsOf(fragment.selectionSet);
    });
  }

  function isIncluded(selection: SelectionNode): boolean {
    if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] !== false;
  }
}
