import {
  getLocation,
  getOperationAST,
  Kind,
  locatedError,
  valueFromASTUntyped,
  visit,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FieldNode,
  type GraphQLError,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import type { Report } from '../event.ts';

/** Runs an operation that has been validated and whose input is in order. */
export type Run = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

/**
 * The operation as one function, which answers as graphql-js does; `undefined` where that cannot be had, so that it
 * must run plain.
 */
export function compile({ schema, document, operationName }: ExecutionArgs, report: Report): Run | undefined {
  if (hasVariableInLiteral(document)) return undefined;
  const compiled = compileOrFail({ schema, document, operationName });
  if (!('query' in compiled)) {
    report({ type: 'not-compiled', message: compiled.message });
    return undefined;
  }
  const { query } = compiled;
  const finish = (result: ExecutionResult): ExecutionResult =>
    result.errors === undefined ? result : { ...result, errors: result.errors.map((e) => asUsual(e, document)) };
  const defaults = defaultsOf(document, operationName);
  return ({ rootValue, contextValue, variableValues }) => {
    const result = query(rootValue, contextValue, { ...defaults, ...variableValues });
    return 'then' in result ? result.then(finish) : finish(result);
  };
}

/** The compiler takes a variable that is required but has a default, `$realTime: Boolean! = false`, for one left out. */
function defaultsOf(
  document: DocumentNode,
  operationName: string | null | undefined,
): Readonly<Record<string, unknown>> {
  const { variableDefinitions = [] } = getOperationAST(document, operationName) ?? {};
  const given = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)] as const],
  );
  return Object.fromEntries(given);
}

function compileOrFail({ schema, document, operationName }: ExecutionArgs) {
  try {
    const compiled = compileQuery(schema, document, operationName ?? undefined);
    if (isCompiledQuery(compiled)) return compiled;
    return { message: compiled.errors?.[0]?.message ?? 'no reason given' };
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
}

/** `representations: [{ id: $id }]`: the compiler reads a literal once and for all, and leaves null where a variable stands. */
function hasVariableInLiteral(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Variable(_node, _key, _parent, _path, ancestors) {
      found ||= ancestors.some((one) => 'kind' in one && (one.kind === Kind.LIST || one.kind === Kind.OBJECT));
    },
  });
  return found;
}

/** An error as graphql-js itself makes it; the compiler's own looks like one but lacks its parts. */
function asUsual(error: GraphQLError, document: DocumentNode): GraphQLError {
  return locatedError(error.originalError ?? error, nodesAt(error, document), error.path);
}

function nodesAt({ locations = [] }: GraphQLError, document: DocumentNode): readonly FieldNode[] {
  const nodes: FieldNode[] = [];
  visit(document, {
    Field(node) {
      if (node.loc === undefined) return;
      const { line, column } = getLocation(node.loc.source, node.loc.start);
      if (locations.some((at) => at.line === line && at.column === column)) nodes.push(node);
    },
  });
  return nodes;
}
