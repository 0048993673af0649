import { getOperationAST, GraphQLError, type DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { GatewayEvent, Report } from '../event.ts';
import type { GatewayContext, ServerContext } from './context.ts';

/** What an operation's life is measured by and told to. */
export type OperationOptions = {
  readonly requestDeadlineMs: number;
  readonly report: Report;
  /** Milliseconds that never go back. */
  readonly clock: { readonly monotonic: () => number };
};

type Life = { readonly arrivedAt: number; document: DocumentNode | undefined };
type OperationEvent = Extract<GatewayEvent, { readonly type: 'operation' }>;

/**
 * An operation's life: it begins when its request arrives, ends at its deadline or when the client hangs up, and is
 * reported once when it has been answered.
 */
export function useOperation({
  requestDeadlineMs,
  report,
  clock,
}: OperationOptions): Plugin<GatewayContext, ServerContext> {
  const lives = new WeakMap<object, Life>();
  const lifeOf = (context: object): Life => {
    const life = lives.get(context) ?? { arrivedAt: clock.monotonic(), document: undefined };
    lives.set(context, life);
    return life;
  };
  return {
    onRequestParse({ serverContext }) {
      lifeOf(serverContext);
    },
    onParse() {
      return ({ context, result }) => {
        if (!(result instanceof Error)) lifeOf(context).document = result;
      };
    },
    onContextBuilding({ context, extendContext }) {
      const deadlineAt = lifeOf(context).arrivedAt + requestDeadlineMs;
      extendContext({ operation: { signal: context.request.signal, deadlineAt } });
    },
    onExecutionResult({ context, result }) {
      const { arrivedAt, document } = lifeOf(context);
      const operation = document && getOperationAST(document, context.params?.operationName);
      report({
        type: 'operation',
        name: operation?.name?.value,
        kind: operation?.operation ?? 'unknown',
        ...(context.client !== undefined && { client: context.client }),
        outcome: outcomeOf(result),
        durationMs: clock.monotonic() - arrivedAt,
      });
    },
  };
}

function outcomeOf(result: unknown): OperationEvent['outcome'] {
  if (typeof result !== 'object' || result === null || !('errors' in result)) return 'OK';
  if (!Array.isArray(result.errors) || result.errors.length === 0) return 'OK';
  const data: unknown = 'data' in result ? result.data : undefined;
  if (typeof data === 'object' && data !== null) {
    return Object.values(data).some((value) => value !== null) ? 'PARTIAL' : 'FAILED';
  }
  return result.errors.some(isUnexpected) || data === null ? 'FAILED' : 'REFUSED';
}

function isUnexpected(error: unknown): boolean {
  return !(error instanceof GraphQLError) || error.extensions['code'] === 'INTERNAL_SERVER_ERROR';
}
