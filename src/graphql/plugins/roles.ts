import { getOperationAST, getVariableValues, GraphQLError, type FieldNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { GatewayContext } from '../context.ts';
import { fieldsIn, fragmentsIn } from '../input/root-fields.ts';

/** Query fields that need the role `admin`. */
const adminFields: ReadonlySet<string> = new Set(['sourceAnalytics']);

/**
 * Refuses the whole operation of a key of the role `client` that selects a field for admins, before any source is called.
 * Operations with faulty variables are left to the input check.
 */
export function useRoles(): Plugin<GatewayContext> {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      if (args.contextValue.role !== 'client') return;
      const { schema, document } = args;
      const operation = getOperationAST(document, args.operationName);
      if (!operation) return;
      const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], args.variableValues ?? {});
      if (coerced === undefined) return;
      const selected = fieldsIn([operation.selectionSet], fragmentsIn(document), coerced);
      const refused = selected.filter(({ name }) => adminFields.has(name.value));
      if (refused.length > 0) setResultAndStopExecution({ errors: [forbidden(refused)] });
    },
  };
}

function forbidden(fields: readonly FieldNode[]): GraphQLError {
  const [name] = new Set(fields.map((field) => field.name.value));
  return new GraphQLError(`The role of this key is client: ${name} needs the role admin.`, {
    nodes: fields,
    extensions: { code: 'FORBIDDEN', http: { status: 403, spec: true } },
  });
}
