import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Upstream } from '../upstream/upstream.ts';
import { runInSpan } from './run-in-span.ts';

/**
 * Wraps an upstream: each exchange has a client span, whose context is propagated in the request's headers. Attributes
 * follow OpenTelemetry's conventions for HTTP clients. Headers are left out, because they contain the secrets.
 */
export function tracedUpstream(upstream: Upstream): Upstream {
  const tracer = trace.getTracer('asin-gateway');
  return {
    request(request) {
      const { hostname, port, protocol } = new URL(request.url);
      const attributes = {
        'http.request.method': request.method,
        'url.full': request.url,
        'server.address': hostname,
        'server.port': Number(port) || (protocol === 'http:' ? 80 : 443),
      };
      const span = tracer.startSpan(request.method, { kind: SpanKind.CLIENT, attributes });
      const within = trace.setSpan(context.active(), span);
      const headers = { ...request.headers };
      propagation.inject(within, headers);
      return runInSpan(span, async () => {
        const answer = await upstream.request({ ...request, headers });
        span.setAttribute('http.response.status_code', answer.status);
        if (answer.status >= 400) {
          span.setAttribute('error.type', String(answer.status));
          span.setStatus({ code: SpanStatusCode.ERROR });
        }
        return answer;
      });
    },
    [Symbol.asyncDispose]: () => upstream[Symbol.asyncDispose](),
  };
}
