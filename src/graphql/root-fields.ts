import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * The fields that an operation asks of Query, `@skip`, `@include` and fragments resolved. The document has been
 * validated, so fragments are known and do not go round in circles.
 */
export function rootFields(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): readonly FieldNode[] {
  return fieldsOf(document, operation.selectionSet, variables);
}

function fieldsOf(
  document: DocumentNode,
  { selections }: SelectionSetNode,
  variables: Record<string, unknown>,
): FieldNode[] {
  return selections.flatMap((selection) => {
    if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true) return [];
    if (getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] === false) return [];
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(document, selection.selectionSet, variables);
    const { value } = selection.name;
    const fragment = document.definitions.find(
      (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === value,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? fieldsOf(document, fragment.selectionSet, variables) : [];
  });
}
