import type { DocumentNode, GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { Report } from '../event.ts';
import { compile, type Run } from './compile.ts';
import type { GatewayContext } from './context.ts';
import { createDocumentCache } from './document-cache.ts';
import type { InputCheck } from './input-check.ts';
import { planOf, type Plan } from './plan.ts';
import { schema } from './schema.ts';

/** What prepared operations work with. */
export type PreparedOptions = {
  readonly checkInput: InputCheck;
  readonly mask: (error: unknown) => GraphQLError;
  readonly report: Report;
};

/** How often an operation runs plain: a text that never comes again is not worth the milliseconds of compiling it. */
const plainRuns = 2;

/** An operation that has been run before; `run` when it is prepared. */
export type Known = {
  readonly document: DocumentNode;
  uses: number;
  run: Run | undefined;
  /** How it is answered when everything it asks is at hand. */
  plan: Plan | undefined;
};

/** Operations that are asked often. */
export type Prepared = {
  readonly plugin: Plugin<GatewayContext>;
  find(params: GraphQLParams): Known | undefined;
};

/** One text may hold several operations: by the text alone, one would answer for another. */
type Text = Map<string | undefined, Known>;

/**
 * Compiles an operation into one function when it runs for the third time, and from then on asks no plugin again what
 * its text decides: that it can be read, is valid and within the limits. Its context is made, its input checked and its
 * errors masked as ever. What cannot be compiled goes on as it is. Must stand before what limits how many run at a time.
 *
 * For a prepared operation no plugin's `onParse`, `onValidate` and `onExecute` is called: those of ours depend on its
 * text and name alone, except the input check, which is handed in. All others are.
 */
export function createPrepared({ checkInput, mask, report }: PreparedOptions): Prepared {
  const texts = createDocumentCache<Text>();
  let contextOf: ((initial: object) => unknown) | undefined;

  function knownOf(text: string, name: string | undefined, document: DocumentNode): Known {
    const operations: Text = texts.get(text) ?? new Map();
    const known = operations.get(name) ?? { document, uses: 0, run: undefined, plan: undefined };
    texts.set(text, operations.set(name, known));
    return known;
  }

  function find({ query, operationName }: GraphQLParams): Known | undefined {
    const operation = typeof query === 'string' ? texts.get(query)?.get(operationName ?? undefined) : undefined;
    return operation?.run === undefined ? undefined : operation;
  }

  const plugin: Plugin<GatewayContext> = {
    onYogaInit({ yoga }) {
      contextOf = (initial) => yoga.getEnveloped(initial).contextFactory();
    },
    onParams({ paramsHandler, setParamsHandler }) {
      setParamsHandler(async (payload) => {
        const { params, request, context } = payload;
        const operation = find(params);
        if (operation?.run === undefined || contextOf === undefined) return await paramsHandler(payload);
        const { document, run } = operation;
        try {
          const contextValue = await contextOf(Object.assign(context, { request, params, document }));
          if (!isComplete(contextValue)) throw new Error('The context has not been built.');
          const { operationName, variables: variableValues } = params;
          const args = { schema, document, operationName, variableValues, contextValue };
          const refused = checkInput(args, contextValue);
          const result = refused === undefined ? await run(args) : { errors: [refused] };
          return result.errors === undefined ? result : { ...result, errors: result.errors.map(mask) };
        } catch (error) {
          return { errors: [mask(error)] };
        }
      });
    },
    onExecute({ args, setExecuteFn }) {
      const { query } = args.contextValue.params;
      if (typeof query !== 'string') return;
      const operation = knownOf(query, args.operationName ?? undefined, args.document);
      operation.uses += 1;
      if (operation.uses === plainRuns + 1) {
        operation.run = compile(args, report);
        operation.plan = planOf(args.document, args.operationName ?? undefined);
      }
      if (operation.run !== undefined) setExecuteFn(operation.run);
    },
  };
  return { plugin, find };
}

function isComplete(context: unknown): context is GatewayContext {
  return typeof context === 'object' && context !== null && 'operation' in context && 'tally' in context;
}
