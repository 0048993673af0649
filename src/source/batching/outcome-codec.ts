import { z } from 'zod';
import { isAbout } from '../../product/product.ts';
import { keyOf, type ProductQuestion } from '../../product/question.ts';
import { failureCodes, madeNoCall } from '../../vocabulary.ts';
import { productShape } from '../shapes/product-shape.ts';
import { SourceError } from '../source-error.ts';
import type { Finding, Outcome } from '../source.ts';

const errorShape = z.object({
  code: z.enum(failureCodes),
  message: z.string(),
  retryAfterMs: z.number().optional(),
});

/** The serialized outcome; `of` is the key of the question that it answers. */
const writtenShape = z.discriminatedUnion('kind', [
  z.object({ of: z.string(), kind: z.literal('missing') }),
  z.object({ of: z.string(), kind: z.literal('found'), product: productShape }),
  z.object({ of: z.string(), kind: z.literal('failed'), error: errorShape, candidate: productShape.optional() }),
  /** The call failed as a whole. */
  z.object({ of: z.string(), kind: z.literal('refused'), error: errorShape }),
]);

/** Serializes an outcome for other instances; `undefined` when it concerns only this instance. */
export function encodeOutcome(outcome: Outcome<Finding>, question: ProductQuestion): string | undefined {
  const of = keyOf(question);
  if ('error' in outcome) {
    // This instance made no call, so the failure says nothing about the upstream.
    if (madeNoCall(outcome.error.code)) return undefined;
    return JSON.stringify({ of, kind: 'refused', error: plain(outcome.error) });
  }
  const { result } = outcome;
  return JSON.stringify(result.kind === 'failed' ? { of, ...result, error: plain(result.error) } : { of, ...result });
}

/**
 * Reads the outcome that another instance, perhaps of another version, wrote; `undefined` when it is not completely
 * readable or does not answer `question`.
 */
export function decodeOutcome(text: string, question: ProductQuestion): Outcome<Finding> | undefined {
  const written = writtenShape.safeParse(parsed(text)).data;
  if (written?.of !== keyOf(question)) return undefined;
  const { kind } = written;
  if (kind === 'missing') return { result: { kind } };
  if (kind === 'refused') return { error: errorOf(written.error) };
  const product = kind === 'found' ? written.product : written.candidate;
  if (product !== undefined && !isAbout(product, question)) return undefined;
  if (kind === 'found') return { result: { kind, product: written.product } };
  return { result: { kind, error: errorOf(written.error), ...(product !== undefined && { candidate: product }) } };
}

function plain({ code, message, retryAfterMs }: SourceError): z.infer<typeof errorShape> {
  return { code, message, retryAfterMs };
}

function errorOf({ code, message, retryAfterMs }: z.infer<typeof errorShape>): SourceError {
  return new SourceError(code, message, retryAfterMs === undefined ? {} : { retryAfterMs });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
