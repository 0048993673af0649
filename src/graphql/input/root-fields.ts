import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

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
