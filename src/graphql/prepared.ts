import type { DocumentNode, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Report } from '../event.ts';
import { compile, type Run } from './compile.ts';
import type { GatewayContext } from './context.ts';
import { createDocumentCache } from './document-cache.ts';
import type { InputCheck } from './input-check.ts';
import { schema } from './schema.ts';

/** What prepared operations work with. */
export type PreparedOptions = {
  readonly checkInput: InputCheck;
  readonly mask: (error: unknown) => GraphQLError;
  readonly report: Report;
};

/** How often an operation runs plain: a text that never comes again is not worth the milliseconds of compiling it. */
const plainRuns = 2;

type Known = { readonly document: DocumentNode; uses: number; run: Run | undefined };

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
export function usePrepared({ checkInput, mask, report }: PreparedOptions): Plugin<GatewayContext> {
  const texts = createDocumentCache<Text>();
  let contextOf: ((initial: object) => unknown) | undefined;

  function knownOf(text: string, name: string | undefined, document: DocumentNode): Known {
    const operations: Text = texts.get(text) ?? new Map();
    const known = operations.get(name) ?? { document, uses: 0, run: undefined };
    texts.set(text, operations.set(name, known));
    return known;
  }

  return {
    onYogaInit({ yoga }) {
      contextOf = (initial) => yoga.getEnveloped(initial).contextFactory();
    },
    onParams({ paramsHandler, setParamsHandler }) {
      setParamsHandler(async (payload) => {
        const { params, request, context } = payload;
        const known = typeof params.query === 'string' ? texts.get(params.query) : undefined;
        const operation = known?.get(params.operationName ?? undefined);
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
      if (operation.uses === plainRuns + 1) operation.run = compile(args, report);
      if (operation.run !== undefined) setExecuteFn(operation.run);
    },
  };
}

function isComplete(context: unknown): context is GatewayContext {
  return typeof context === 'object' && context !== null && 'operation' in context && 'tally' in context;
}
