import { getOperationAST, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Operation } from '../../catalog/answer.ts';
import type { GatewayEvent, OperationBegan, Report } from '../../event.ts';
import type { GatewayContext, ServerContext } from '../context.ts';
import { defaultMostDeadlineMs, readOperationHeaders } from './operation-headers.ts';

/** Options of {@link useOperationLifecycle}. */
export type OperationOptions = {
  readonly requestDeadlineMs: number;
  /** The longest deadline that a request may ask for. */
  readonly mostDeadlineMs?: number | undefined;
  readonly report: Report;
  /** Monotonic milliseconds. */
  readonly clock: { readonly monotonic: () => number };
  /** Called when an operation begins, with the headers of its request. */
  readonly began?: OperationBegan | undefined;
};

type Lifecycle = { readonly arrivedAt: number; operation?: Operation };
type OperationEvent = Extract<GatewayEvent, { readonly type: 'operation' }>;

/**
 * The lifecycle of an operation: it begins when its request arrives, it ends at its deadline or when the client disconnects,
 * and it is reported once after it has been answered.
 */
export function useOperationLifecycle({
  requestDeadlineMs,
  mostDeadlineMs = defaultMostDeadlineMs,
  report,
  clock,
  began,
}: OperationOptions): Plugin<GatewayContext, ServerContext> {
  const lifecycles = new WeakMap<object, Lifecycle>();
  const lifecycleOf = (context: object): Lifecycle => {
    const known = lifecycles.get(context);
    if (known !== undefined) return known;
    const arrivedAt = 'arrivedAt' in context && typeof context.arrivedAt === 'number' ? context.arrivedAt : undefined;
    const lifecycle = { arrivedAt: arrivedAt ?? clock.monotonic() };
    lifecycles.set(context, lifecycle);
    return lifecycle;
  };
  return {
    onRequestParse({ serverContext }) {
      lifecycleOf(serverContext);
    },
    onParse({ context }) {
      // Refuses faulty headers before anything is done for the operation.
      readOperationHeaders(context.request.headers, mostDeadlineMs);
      return ({ result, extendContext }) => {
        if (!(result instanceof Error)) extendContext({ document: result });
      };
    },
    onContextBuilding({ context, extendContext }) {
      const lifecycle = lifecycleOf(context);
      const { arrivedAt } = lifecycle;
      const { request } = context;
      const client = 'client' in context && typeof context.client === 'string' ? context.client : undefined;
      const { priority, deadlineMs = requestDeadlineMs } = readOperationHeaders(request.headers, mostDeadlineMs);
      const operation: Operation = {
        // Created on demand: operations that are answered from the cache need no signal.
        get signal() {
          return request.signal;
        },
        deadlineAt: arrivedAt + deadlineMs,
        priority,
        ...(client !== undefined && { client }),
      };
      lifecycle.operation = operation;
      extendContext({ operation });
      began?.(operation, context.request.headers, clock.monotonic() - arrivedAt);
    },
    onExecutionResult({ context, result }) {
      const { arrivedAt, operation: operationRef } = lifecycleOf(context);
      const { document } = context;
      const operation = document && getOperationAST(document, context.params?.operationName);
      report({
        type: 'operation',
        name: operation?.name?.value,
        kind: operation?.operation ?? 'unknown',
        ...(context.client !== undefined && { client: context.client }),
        outcome: outcomeOf(result),
        durationMs: clock.monotonic() - arrivedAt,
        ...(operationRef !== undefined && { operationRef }),
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
