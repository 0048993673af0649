import {
  context,
  propagation,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Tracer,
} from '@opentelemetry/api';
import type { AroundCall, CallDetails, GatewayEvent, OperationBegan, Report } from '../event.ts';
import { operationAttributes, stepAttributes, stepName } from './attributes.ts';
import { runInSpan } from './run-in-span.ts';

/** Traces: one span per operation, per step of the chain and per upstream call. */
export interface Tracing {
  /** Ends spans of operations and records those of steps. */
  readonly listen: Report;
  /** Starts the span of an operation as part of the trace that its request's headers name. */
  readonly began: OperationBegan;
  /** Executes an upstream call in a span of its own. */
  readonly aroundCall: AroundCall;
  /** The trace that an event belongs to, for the log. */
  readonly traceIdOf: (event: GatewayEvent) => string | undefined;
}

type Clock = { readonly wall: () => number };

/**
 * Traces by the OpenTelemetry SDK that this process has registered; `undefined` when none is, so that tracing costs
 * nothing.
 *
 * @param names operation names that may occur in span names; clients cannot add others
 */
export function createTracing(clock: Clock, names: ReadonlySet<string>): Tracing | undefined {
  if (!hasSdk()) return undefined;
  const tracer = trace.getTracer('asin-gateway');
  const operations = new WeakMap<object, Context>();
  const contextOf = (operationRef: object | undefined): Context | undefined =>
    operationRef && operations.get(operationRef);

  return {
    began(operationRef, headers, agoMs) {
      const parent = propagation.extract(ROOT_CONTEXT, headers, {
        get: (carrier, name) => carrier.get(name) ?? undefined,
        keys: () => [],
      });
      // The span gets its name when it ends, because only then is everything about it known.
      const span = tracer.startSpan('operation', { kind: SpanKind.SERVER, startTime: clock.wall() - agoMs }, parent);
      operations.set(operationRef, trace.setSpan(parent, span));
    },
    aroundCall: (call, perform) => aroundCall(tracer, call, contextOf, perform),
    listen(event) {
      if (event.type === 'attempt') endStep(event);
      if (event.type === 'operation') endOperation(event);
    },
    traceIdOf(event) {
      const within = 'operationRef' in event ? contextOf(event.operationRef) : undefined;
      return within && trace.getSpanContext(within)?.traceId;
    },
  };

  function endStep({ operationRef, marketplace, attempt }: Extract<GatewayEvent, { readonly type: 'attempt' }>): void {
    const parent = contextOf(operationRef);
    // A background refresh belongs to no operation; its upstream call has a trace of its own.
    if (parent === undefined) return;
    const now = clock.wall();
    const attributes = stepAttributes(marketplace, attempt);
    tracer.startSpan(stepName(attempt), { startTime: now - attempt.durationMs, attributes }, parent).end(now);
  }

  function endOperation(event: Extract<GatewayEvent, { readonly type: 'operation' }>): void {
    const within = contextOf(event.operationRef);
    // A request that was refused before its operation was known has no span yet.
    const startTime = clock.wall() - event.durationMs;
    const span =
      (within && trace.getSpan(within)) ?? tracer.startSpan('operation', { kind: SpanKind.SERVER, startTime });
    span.updateName(names.has(event.name ?? '') ? `${event.kind} ${event.name}` : event.kind);
    span.setAttributes(operationAttributes(event));
    if (event.outcome === 'FAILED') span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }
}

/** The operation that has waited longest is the parent of the call's span; the other operations are linked. */
async function aroundCall<T>(
  tracer: Tracer,
  { source, marketplace, operation, items, operationRefs }: CallDetails,
  contextOf: (operationRef: object) => Context | undefined,
  perform: () => Promise<T>,
): Promise<T> {
  const [parent = ROOT_CONTEXT, ...others] = [...new Set(operationRefs)].flatMap((ref) => contextOf(ref) ?? []);
  const links = others.flatMap((other) => {
    const linked = trace.getSpanContext(other);
    return linked === undefined ? [] : [{ context: linked }];
  });
  const attributes = {
    'asin_gateway.source': source,
    'asin_gateway.marketplace': marketplace,
    'asin_gateway.operation': operation,
    'asin_gateway.items': items,
  };
  const span = tracer.startSpan(`${source} ${operation}`, { attributes, links }, parent);
  return await context.with(trace.setSpan(parent, span), () => runInSpan(span, perform));
}

function hasSdk(): boolean {
  const provider = trace.getTracerProvider();
  return !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer('probe') !== undefined;
}
