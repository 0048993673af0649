import {
  Kind,
  specifiedRules,
  validate,
  valueFromASTUntyped,
  ValuesOfCorrectTypeRule,
  GraphQLError,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  type ValidationRule,
  type VariableDefinitionNode,
} from 'graphql';
import { badUserInput, type BadUserInput } from './bad-user-input.ts';
import { inputNodes } from './input-nodes.ts';

/**
 * Validates as graphql-js does, with one difference: literals of the wrong type become one `BAD_USER_INPUT` that names each
 * of them, exactly as if they were sent in variables.
 */
export function validateOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules: readonly ValidationRule[] = specifiedRules,
): readonly GraphQLError[] {
  const unsupported = document.definitions.filter((one) => isUnsupported(one, schema));
  if (unsupported.length > 0) return [new GraphQLError('The gateway supports queries only.', { nodes: unsupported })];
  const unusable = document.definitions.flatMap(unusableVariables);
  if (unusable.length > 0) return [new GraphQLError('A variable cannot be named __proto__.', { nodes: unusable })];
  const errors = validate(
    schema,
    document,
    rules.filter((rule) => rule !== ValuesOfCorrectTypeRule),
  );
  if (errors.some(({ message }) => message === abortedByComparisons)) return [tooManyRepeats()];
  if (errors.length > 0) return errors;
  const misfits = validate(schema, document, [ValuesOfCorrectTypeRule]);
  return misfits.length > 0 ? [badUserInput(locate(document, misfits))] : [];
}

/** Whether it is a mutation or subscription: graphql-js finds them valid, and fails when it executes them. */
function isUnsupported(definition: DefinitionNode, schema: GraphQLSchema): boolean {
  return definition.kind === Kind.OPERATION_DEFINITION && schema.getRootType(definition.operation) == null;
}

/** What graphql-js says when fields of the same name would take too many comparisons, and nothing else. */
const abortedByComparisons = 'Validation aborted.';

function tooManyRepeats(): GraphQLError {
  return new GraphQLError('The operation repeats too many fields. Select each field once.', {
    extensions: { code: 'OPERATION_TOO_COMPLEX', http: { status: 400, spec: true } },
  });
}

/** graphql-js keeps values of variables in an ordinary object, which keeps none of this name. */
function unusableVariables(definition: DefinitionNode): readonly VariableDefinitionNode[] {
  if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
  return (definition.variableDefinitions ?? []).filter(({ variable }) => variable.name.value === '__proto__');
}

function locate(document: DocumentNode, misfits: readonly GraphQLError[]): readonly BadUserInput[] {
  const places = inputNodes(document);
  return misfits.map((error) => {
    const place = places.find(({ node }) => node === error.nodes?.[0]);
    if (place === undefined) return { path: [], value: undefined, message: error.message };
    const { node, path } = place;
    return {
      path,
      value: valueFromASTUntyped(node.kind === Kind.OBJECT_FIELD ? node.value : node),
      message: reason(error),
      node,
    };
  });
}

/** A scalar's own message, without the introduction of graphql-js, which repeats the value. */
export function reason(error: GraphQLError): string {
  return error.originalError?.message ?? error.message;
}
