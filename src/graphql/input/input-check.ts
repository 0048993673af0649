import { getOperationAST, getVariableValues, type GraphQLError, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { GatewayContext } from '../context.ts';
import { BadInput, mostFaults, badUserInput, type BadUserInput } from './bad-user-input.ts';
import { validateOperation } from './validate-operation.ts';
import { nullFaults } from './null-faults.ts';
import { tooComplex } from '../plugins/operation-limits.ts';
import type { InputContext } from './question-args.ts';
import { operationCost, fieldReaders, type Demand } from './operation-cost.ts';
import { selectedFields, type SelectedField } from './selected-fields.ts';
import { variableFaults, type RawVariables } from './variable-faults.ts';

/** The parts of an operation that the check reads. */
type Execution = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: RawVariables | null | undefined;
};

/** What an operation requests from the catalog, and all faults of its input. */
type Reading = { readonly demands: readonly Demand[]; readonly faults: readonly BadUserInput[] };

const nothing: Reading = { demands: [], faults: [] };

/** Checks an operation before it is executed. Returns the error for which it is refused, if there is one. */
export type InputCheck = (execution: Execution, context: GatewayContext) => GraphQLError | undefined;

/**
 * Refuses a whole operation before any source is called: when its input is faulty, with one error for all faults; and when
 * it could need more upstream calls than one operation may make.
 *
 * @param mostCalls the maximum number of upstream calls, counted as in `operationCost`
 */
export function createInputCheck(mostCalls: number): InputCheck {
  return (execution, context) => {
    const { demands, faults } = readInput(execution, context);
    const calls = operationCost(demands);
    context.usage.requestedCalls = calls;
    if (faults.length > 0) return badUserInput(faults);
    return calls > mostCalls ? tooComplex('upstream calls', calls, mostCalls) : undefined;
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

/** Reads all input of an operation that is known before execution. The demands are in the order of the fields. */
export function readInput(execution: Execution, context: InputContext): Reading {
  const { schema, document, variableValues } = execution;
  const operation = getOperationAST(document, execution.operationName);
  if (!operation) return nothing;
  const raw = variableValues ?? {};
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], raw, {
    maxErrors: mostFaults,
  });
  if (errors !== undefined) return { demands: [], faults: variableFaults(schema, document, operation, raw) };
  const nulls = nullFaults(schema, document, operation, coerced);
  if (nulls.length > 0) return { demands: [], faults: nulls };
  const selected = selectedFields(schema, document, operation, coerced);
  const readings = selected.map((one) => readField(one, context));
  return { demands: readings.flatMap(({ demands }) => demands), faults: readings.flatMap(({ faults }) => faults) };
}

function readField({ coordinate, args, node, ...place }: SelectedField, context: InputContext): Reading {
  const reader = fieldReaders.get(coordinate);
  if (reader?.read === undefined) return nothing;
  try {
    return { demands: [reader.read(args, context, place)], faults: [] };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return { demands: [], faults: error.faults.map(({ path, value, message }) => ({ path, value, message, node })) };
  }
}
