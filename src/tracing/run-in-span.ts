import { SpanStatusCode, type Span } from '@opentelemetry/api';

/** Ends the span with what comes of `perform`: a rejection is an error of the class that its `code` names. */
export async function runInSpan<T>(span: Span, perform: () => Promise<T>): Promise<T> {
  try {
    return await perform();
  } catch (error) {
    span.setAttribute('error.type', classOf(error));
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

function classOf(error: unknown): string {
  if (!(error instanceof Error)) return '_OTHER';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
