import {
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { GatewayContext } from './context.ts';
import { readRepresentations } from './entities.ts';
import { BadInput, mostFaults, refusal, type InputFault } from './input-fault.ts';
import { validateOperation } from './literal-faults.ts';
import { readProduct, readProducts, type InputContext } from './product-input.ts';
import { rootFields } from './root-fields.ts';
import { readSearch } from './search-input.ts';
import { variableFaults, type RawVariables } from './variable-faults.ts';

/** What of an operation is looked at. */
type Execution = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: RawVariables | null | undefined;
};

/** Reads a root field's arguments, which graphql-js has coerced; throws {@link BadInput}. */
type Reader = { read(args: object, context: InputContext): unknown };

/** The very readers that the resolvers use. */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['product', { read: readProduct }],
  ['products', { read: readProducts }],
  ['search', { read: readSearch }],
  ['_entities', { read: readRepresentations }],
]);

/**
 * Refuses an operation as a whole, before anything is asked of a source, when any of its input is at fault; with one
 * error for all faults.
 */
export function useInputCheck(): Plugin<GatewayContext> {
  return {
    onValidate({ setValidationFn }) {
      setValidationFn(validateOperation);
    },
    onExecute({ args, setResultAndStopExecution }) {
      const faults = inputFaults(args, args.contextValue);
      if (faults.length > 0) setResultAndStopExecution({ errors: [refusal(faults)] });
    },
  };
}

/** Every fault of an operation's input that can be known before it runs. */
export function inputFaults(execution: Execution, context: InputContext): readonly InputFault[] {
  const { schema, document, variableValues } = execution;
  const operation = getOperationAST(document, execution.operationName);
  if (!operation) return [];
  const raw = variableValues ?? {};
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], raw, {
    maxErrors: mostFaults,
  });
  if (errors !== undefined) return variableFaults(schema, document, operation, raw);
  return rootFields(document, operation, coerced).flatMap((node) => fieldFaults(schema, node, coerced, context));
}

function fieldFaults(
  schema: GraphQLSchema,
  node: FieldNode,
  variables: Record<string, unknown>,
  context: InputContext,
): readonly InputFault[] {
  const field = schema.getQueryType()?.getFields()[node.name.value];
  const reader = readers.get(node.name.value);
  if (field === undefined || reader === undefined) return [];
  try {
    reader.read(getArgumentValues(field, node, variables), context);
    return [];
  } catch (error) {
    if (error instanceof BadInput)
      return error.faults.map(({ path, value, message }) => ({ path, value, message, node }));
    // A nullable variable with a default feeds an argument that must not be null: only the value tells.
    if (error instanceof GraphQLError) {
      const argument = node.arguments?.find(({ value }) => value === error.nodes?.[0]) ?? node;
      return [{ path: [argument.name.value], value: undefined, message: error.message, node }];
    }
    throw error;
  }
}
