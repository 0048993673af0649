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
import { BadInput, mostFaults, refusal, type InputFault } from './input-fault.ts';
import { validateOperation } from './literal-faults.ts';
import { tooComplex } from './operation-limits.ts';
import type { InputContext } from './product-input.ts';
import { rootFields } from './root-fields.ts';
import { callsOf, rootReaders, type Ask } from './root-readers.ts';
import { variableFaults, type RawVariables } from './variable-faults.ts';

/** What of an operation is looked at. */
type Execution = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: RawVariables | null | undefined;
};

/** What an operation asks for, or everything that is wrong with how it asks. */
type Reading = { readonly asks: readonly Ask[]; readonly faults: readonly InputFault[] };

const nothing: Reading = { asks: [], faults: [] };

/** Looks at an operation before it runs. Returns why it is refused, or nothing. */
export type InputCheck = (execution: Execution, context: GatewayContext) => GraphQLError | undefined;

/**
 * Refuses an operation as a whole, before anything is asked of a source: when any of its input is at fault, with one
 * error for all faults; and when it would take more upstream calls than one operation may.
 *
 * @param mostCalls how many, counted as in `callsOf`
 */
export function createInputCheck(mostCalls: number): InputCheck {
  return (execution, context) => {
    const { asks, faults } = readInput(execution, context);
    const calls = callsOf(asks);
    context.tally.requestedCalls = calls;
    if (faults.length > 0) return refusal(faults);
    return calls > mostCalls ? tooComplex('a cost in upstream calls of', calls, mostCalls) : undefined;
  };
}

/** Applies the check to every operation that is executed. */
export function useInputCheck(check: InputCheck): Plugin<GatewayContext> {
  return {
    onValidate({ setValidationFn }) {
      setValidationFn(validateOperation);
    },
    onExecute({ args, setResultAndStopExecution }) {
      const refused = check(args, args.contextValue);
      if (refused !== undefined) setResultAndStopExecution({ errors: [refused] });
    },
  };
}

/** Reads all of an operation's input that can be known before it runs; what it asks in the order of its root fields. */
export function readInput(execution: Execution, context: InputContext): Reading {
  const { schema, document, variableValues } = execution;
  const operation = getOperationAST(document, execution.operationName);
  if (!operation) return nothing;
  const raw = variableValues ?? {};
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], raw, {
    maxErrors: mostFaults,
  });
  if (errors !== undefined) return { asks: [], faults: variableFaults(schema, document, operation, raw) };
  const readings = rootFields(document, operation, coerced).map((node) => readField(schema, node, coerced, context));
  return { asks: readings.flatMap(({ asks }) => asks), faults: readings.flatMap(({ faults }) => faults) };
}

function readField(
  schema: GraphQLSchema,
  node: FieldNode,
  variables: Record<string, unknown>,
  context: InputContext,
): Reading {
  const field = schema.getQueryType()?.getFields()[node.name.value];
  const reader = rootReaders.get(node.name.value);
  if (field === undefined || reader === undefined) return nothing;
  try {
    return { asks: [reader.read(getArgumentValues(field, node, variables), context)], faults: [] };
  } catch (error) {
    return { asks: [], faults: faultsIn(error, node) };
  }
}

function faultsIn(error: unknown, node: FieldNode): readonly InputFault[] {
  if (error instanceof BadInput)
    return error.faults.map(({ path, value, message }) => ({ path, value, message, node }));
  // A nullable variable with a default feeds an argument that must not be null: only the value tells.
  if (error instanceof GraphQLError) {
    const argument = node.arguments?.find(({ value }) => value === error.nodes?.[0]) ?? node;
    return [{ path: [argument.name.value], value: undefined, message: error.message, node }];
  }
  throw error;
}
