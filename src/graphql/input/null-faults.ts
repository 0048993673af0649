import {
  isNonNullType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableNode,
} from 'graphql';
import type { BadUserInput } from './bad-user-input.ts';
import { inputNodes } from './input-nodes.ts';

type Variables = Readonly<Record<string, unknown>>;

/**
 * All places that must not be null, but are null because of a nullable variable. A default, of the variable or of the place,
 * makes such a variable valid there, so that only its value shows the fault. graphql-js finds it during execution, and for a
 * directive its error has no code. Selections that `@skip` or `@include` leave out are not checked.
 *
 * @param variables as coerced by graphql-js
 */
export function nullFaults(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): readonly BadUserInput[] {
  if (!Object.values(variables).includes(null)) return [];
  const misplaced = misplacedNulls(schema, document, operation, variables);
  return inputNodes(document).flatMap(({ node, path }) => {
    if (node.kind !== Kind.VARIABLE || !misplaced.has(node)) return [];
    return [{ path, value: null, message: 'must not be null', variable: node.name.value, node }];
  });
}

function misplacedNulls(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): ReadonlySet<unknown> {
  const misplaced = new Set<VariableNode>();
  const reached = new Set<OperationDefinitionNode | FragmentDefinitionNode>([operation]);
  const types = new TypeInfo(schema);
  const prune = ({ directives }: { readonly directives?: readonly DirectiveNode[] }) =>
    isLeftOut(directives, variables) ? false : undefined;
  const visitor = visitWithTypeInfo(types, {
    VariableDefinition: () => false,
    Field: prune,
    InlineFragment: prune,
    FragmentSpread(node) {
      if (isLeftOut(node.directives, variables)) return false;
      for (const one of document.definitions) {
        if (one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === node.name.value) reached.add(one);
      }
      return undefined;
    },
    Variable(node) {
      if (variables[node.name.value] === null && isNonNullType(types.getInputType())) misplaced.add(node);
    },
  });
  // The loop also visits the definitions that are added to the set.
  for (const definition of reached) visit(definition, visitor);
  return misplaced;
}

/** Decides as graphql-js does: `@skip` comes first, so that a null there is a fault whatever `@include` says. */
function isLeftOut(directives: readonly DirectiveNode[] = [], variables: Variables): boolean {
  const skip = conditionOf('skip', directives, variables);
  return skip !== null && (skip === true || conditionOf('include', directives, variables) === false);
}

function conditionOf(name: string, directives: readonly DirectiveNode[], variables: Variables): unknown {
  const value = directives.find((directive) => directive.name.value === name)?.arguments?.[0]?.value;
  if (value?.kind === Kind.VARIABLE) return variables[value.name.value];
  return value?.kind === Kind.BOOLEAN ? value.value : undefined;
}
