import { getOperationAST, getVariableValues, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { GatewayContext } from '../context.ts';
import { selectedFields } from '../input/root-fields.ts';

/** Query fields that need the role `admin`. */
const adminFields: ReadonlySet<string> = new Set(['Query.sourceAnalytics']);
const queryOnly: ReadonlySet<string> = new Set();

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
      const selected = selectedFields(schema, document, operation, coerced, queryOnly);
      const refused = selected.filter(({ coordinate }) => adminFields.has(coordinate));
      if (refused.length > 0) setResultAndStopExecution({ errors: [forbidden(refused)] });
    },
  };
}

function forbidden(fields: ReturnType<typeof selectedFields>): GraphQLError {
  const [name] = new Set(fields.map(({ field }) => field.name));
  return new GraphQLError(`The role of this key is client: ${name} needs the role admin.`, {
    nodes: fields.map(({ node }) => node),
    extensions: { code: 'FORBIDDEN', http: { status: 403, spec: true } },
  });
}
