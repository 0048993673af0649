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
import type { AboutCall, AroundCall, GatewayEvent, OperationBegan, Report } from '../event.ts';
import { operationAttributes, stepAttributes, stepName } from './attributes.ts';
import { runInSpan } from './run-in-span.ts';

/** Traces: a span per operation, one per step along the chain, one per upstream call. */
export interface Tracing {
  /** Told of everything; makes and ends spans. */
  readonly listen: Report;
  /** An operation is about to be answered; a trace that its request belongs to is gone on with. */
  readonly began: OperationBegan;
  /** Makes an upstream call inside a span. */
  readonly aroundCall: AroundCall;
  /** The trace that an event belongs to, for the log. */
  readonly traceIdOf: (event: GatewayEvent) => string | undefined;
}

type Clock = { readonly wall: () => number };

/**
 * Traces through the OpenTelemetry SDK that this process has registered; `undefined` when there is none, so that
 * nothing is paid for it.
 *
 * @param names operations that may name a span; clients cannot make others
 */
export function createTracing(clock: Clock, names: ReadonlySet<string>): Tracing | undefined {
  if (!hasSdk()) return undefined;
  const tracer = trace.getTracer('asin-gateway');
  const operations = new WeakMap<object, Context>();
  const contextOf = (asker: object | undefined): Context | undefined => asker && operations.get(asker);

  return {
    began(asker, headers, agoMs) {
      const parent = propagation.extract(ROOT_CONTEXT, headers, {
        get: (carrier, name) => carrier.get(name) ?? undefined,
        keys: () => [],
      });
      // Named when it ends: only then everything about it is known.
      const span = tracer.startSpan('operation', { kind: SpanKind.SERVER, startTime: clock.wall() - agoMs }, parent);
      operations.set(asker, trace.setSpan(parent, span));
    },
    aroundCall: (about, perform) => aroundCall(tracer, about, contextOf, perform),
    listen(event) {
      if (event.type === 'attempt') endStep(event);
      if (event.type === 'operation') endOperation(event);
    },
    traceIdOf(event) {
      const within = 'asker' in event ? contextOf(event.asker) : undefined;
      return within && trace.getSpanContext(within)?.traceId;
    },
  };

  function endStep({ asker, marketplace, attempt }: Extract<GatewayEvent, { readonly type: 'attempt' }>): void {
    const parent = contextOf(asker);
    // A refresh behind an answer belongs to no operation; its upstream call has a trace of its own.
    if (parent === undefined) return;
    const now = clock.wall();
    const attributes = stepAttributes(marketplace, attempt);
    tracer.startSpan(stepName(attempt), { startTime: now - attempt.durationMs, attributes }, parent).end(now);
  }

  function endOperation(event: Extract<GatewayEvent, { readonly type: 'operation' }>): void {
    const within = contextOf(event.asker);
    // What was refused before it became an operation is told afterwards.
    const startTime = clock.wall() - event.durationMs;
    const span =
      (within && trace.getSpan(within)) ?? tracer.startSpan('operation', { kind: SpanKind.SERVER, startTime });
    span.updateName(names.has(event.name ?? '') ? `${event.kind} ${event.name}` : event.kind);
    span.setAttributes(operationAttributes(event));
    if (event.outcome === 'FAILED') span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }
}

/** The oldest operation that waits is the call's parent; the others that share it are linked. */
async function aroundCall<T>(
  tracer: Tracer,
  about: AboutCall,
  contextOf: (asker: object) => Context | undefined,
  perform: () => Promise<T>,
): Promise<T> {
  const [parent = ROOT_CONTEXT, ...others] = [...new Set(about.askers)].flatMap((asker) => contextOf(asker) ?? []);
  const links = others.flatMap((other) => {
    const linked = trace.getSpanContext(other);
    return linked === undefined ? [] : [{ context: linked }];
  });
  const { source, marketplace, operation, items } = about;
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
