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
import type { Plugin } from 'graphql-yoga';
import type { Report } from '../event.ts';

/** How often an operation runs plain: a text that never comes again is not worth the milliseconds of compiling it. */
const plainRuns = 2;

type Run = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;
type Operation = { uses: number; run: Run | undefined };

/**
 * Compiles an operation into one function when it runs for the third time. What may not be compiled, or cannot, runs
 * plain; the difference is in nothing but the time it takes. Documents are kept by the cache of parsed ones, and what is
 * known here of their operations goes when they go.
 */
export function useCompiled(report: Report): Plugin {
  const documents = new WeakMap<DocumentNode, Map<string | undefined, Operation>>();

  function operationOf({ document, operationName }: ExecutionArgs): Operation {
    // One document may hold several operations: by its document alone, one would answer for another.
    const operations = documents.get(document) ?? new Map<string | undefined, Operation>();
    const name = operationName ?? undefined;
    const operation = operations.get(name) ?? { uses: 0, run: undefined };
    documents.set(document, operations.set(name, operation));
    return operation;
  }

  return {
    onExecute({ args, setExecuteFn }) {
      const operation = operationOf(args);
      operation.uses += 1;
      if (operation.uses === plainRuns + 1) operation.run = compile(args, report);
      if (operation.run !== undefined) setExecuteFn(operation.run);
    },
  };
}

function compile({ schema, document, operationName }: ExecutionArgs, report: Report): Run | undefined {
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
