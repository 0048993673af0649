import {
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  type GraphQLError,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { GatewayContext } from '../context.ts';
import { BadInput, mostFaults, badUserInput, type BadUserInput } from './bad-user-input.ts';
import { validateOperation } from './validate-operation.ts';
import { nullFaults } from './null-faults.ts';
import { tooComplex } from '../plugins/operation-limits.ts';
import type { InputContext } from './question-args.ts';
import { askedFields, type AskedField } from './root-fields.ts';
import { operationCost, fieldReaders, type Ask } from './operation-cost.ts';
import { variableFaults, type RawVariables } from './variable-faults.ts';

/** What of an operation is looked at. */
type Execution = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: RawVariables | null | undefined;
};

/** What an operation asks for, or everything that is wrong with how it asks. */
type Reading = { readonly asks: readonly Ask[]; readonly faults: readonly BadUserInput[] };

const nothing: Reading = { asks: [], faults: [] };
const typesRead = new Set([...fieldReaders.keys()].map((coordinate) => coordinate.split('.')[0] ?? ''));

/** Looks at an operation before it runs. Returns why it is refused, or nothing. */
export type InputCheck = (execution: Execution, context: GatewayContext) => GraphQLError | undefined;

/**
 * Refuses an operation as a whole, before anything is asked of a source: when any of its input is at fault, with one
 * error for all faults; and when it would take more upstream calls than one operation may.
 *
 * @param mostCalls how many, counted as in `operationCost`
 */
export function createInputCheck(mostCalls: number): InputCheck {
  return (execution, context) => {
    const { asks, faults } = readInput(execution, context);
    const calls = operationCost(asks);
    context.tally.requestedCalls = calls;
    if (faults.length > 0) return badUserInput(faults);
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

/** Reads all of an operation's input that can be known before it runs; what it asks in the order of its fields. */
export function readInput(execution: Execution, context: InputContext): Reading {
  const { schema, document, variableValues } = execution;
  const operation = getOperationAST(document, execution.operationName);
  if (!operation) return nothing;
  const raw = variableValues ?? {};
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], raw, {
    maxErrors: mostFaults,
  });
  if (errors !== undefined) return { asks: [], faults: variableFaults(schema, document, operation, raw) };
  const nulls = nullFaults(schema, document, operation, coerced);
  if (nulls.length > 0) return { asks: [], faults: nulls };
  const asked = askedFields(schema, document, operation, coerced, typesRead);
  const readings = asked.map((one) => readField(one, coerced, context));
  return { asks: readings.flatMap(({ asks }) => asks), faults: readings.flatMap(({ faults }) => faults) };
}

function readField({ field, coordinate, node }: AskedField, variables: RawVariables, context: InputContext): Reading {
  const reader = fieldReaders.get(coordinate);
  if (reader === undefined) return nothing;
  try {
    return { asks: [reader.read(getArgumentValues(field, node, variables), context)], faults: [] };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return { asks: [], faults: error.faults.map(({ path, value, message }) => ({ path, value, message, node })) };
  }
}
