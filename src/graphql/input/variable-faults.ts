import {
  coerceInputValue,
  isInputType,
  isNonNullType,
  Kind,
  typeFromAST,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { mostFaults, type BadUserInput } from './bad-user-input.ts';
import { inputNodes } from './input-nodes.ts';
import { reason } from './validate-operation.ts';

/** Values of variables as the client sent them. */
export type RawVariables = Readonly<Record<string, unknown>>;

/**
 * The faults of variables that graphql-js has refused, with the path of the argument that uses each variable. The errors of
 * graphql-js name the variable, but have no path.
 */
export function variableFaults(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  values: RawVariables,
): readonly BadUserInput[] {
  const used = new Map<string, BadUserInput['path']>();
  for (const { node, path } of inputNodes(document)) if (node.kind === Kind.VARIABLE) used.set(node.name.value, path);
  return (operation.variableDefinitions ?? []).flatMap((definition) => {
    const variable = definition.variable.name.value;
    const argument = used.get(variable) ?? [variable];
    return faultsOf(schema, definition, values).map(({ path, value, message }) => {
      return { path: [...argument, ...path], value, message, variable, node: definition };
    });
  });
}

function faultsOf(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  values: RawVariables,
): readonly BadUserInput[] {
  const type = typeFromAST(schema, definition.type);
  if (!isInputType(type)) return [];
  const name = definition.variable.name.value;
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) {
    const required = isNonNullType(type) && definition.defaultValue === undefined;
    return required ? [{ path: [], value, message: `is required; it is a ${type.toString()}` }] : [];
  }
  const faults: BadUserInput[] = [];
  try {
    coerceInputValue(value, type, (path, invalid, error) => {
      if (faults.length > mostFaults) throw error;
      faults.push({ path, value: invalid, message: reason(error) });
    });
  } catch {
    // The maximum number of faults is reached.
  }
  return faults;
}
