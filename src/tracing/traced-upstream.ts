import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Upstream } from '../upstream/upstream.ts';
import { runInSpan } from './run-in-span.ts';

/**
 * The same upstream, with a client span around each exchange and its context in the request's headers. Attributes by
 * the semantic conventions for HTTP clients. No header of ours is told: those hold the secrets.
 */
export function tracedUpstream(upstream: Upstream): Upstream {
  const tracer = trace.getTracer('asin-gateway');
  return {
    request(asked) {
      const { hostname, port, protocol } = new URL(asked.url);
      const attributes = {
        'http.request.method': asked.method,
        'url.full': asked.url,
        'server.address': hostname,
        'server.port': Number(port) || (protocol === 'http:' ? 80 : 443),
      };
      const span = tracer.startSpan(asked.method, { kind: SpanKind.CLIENT, attributes });
      const within = trace.setSpan(context.active(), span);
      const headers = { ...asked.headers };
      propagation.inject(within, headers);
      return runInSpan(span, async () => {
        const answer = await upstream.request({ ...asked, headers });
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
