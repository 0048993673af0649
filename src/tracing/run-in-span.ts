import { SpanStatusCode, type Span } from '@opentelemetry/api';

/** Runs `perform` and ends the span with its outcome; `error.type` is the error's `code`, or else its name. */
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
