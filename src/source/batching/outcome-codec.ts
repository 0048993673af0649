import { isProduct } from '../../product/is-product.ts';
import type { Product } from '../../product/product.ts';
import type { FailureCode } from '../../vocabulary.ts';
import { number, record, text } from '../json.ts';
import { SourceError } from '../source-error.ts';
import type { Finding, Outcome } from '../source.ts';

/** The failures that say something about the upstream; the others are the asking instance's own affair. */
const upstreamFailures: Readonly<Record<FailureCode, boolean>> = {
  THROTTLED: true,
  CREDENTIALS: true,
  TIMEOUT: true,
  NETWORK: true,
  SERVER: true,
  MALFORMED: true,
  BLOCKED: true,
  BUSY: false,
  DAY_QUOTA: false,
  CIRCUIT_OPEN: false,
  DEADLINE: false,
};

/** The outcome as another instance can read it; `undefined` when it is none of its business. */
export function encodeOutcome(outcome: Outcome<Finding>): string | undefined {
  if ('error' in outcome) {
    return upstreamFailures[outcome.error.code] ? JSON.stringify({ error: plain(outcome.error) }) : undefined;
  }
  const { result } = outcome;
  if (result.kind !== 'failed') return JSON.stringify(result);
  return JSON.stringify({ ...result, error: plain(result.error) });
}

/** Reads what another instance, perhaps of another version, wrote; `undefined` when it cannot be read. */
export function decodeOutcome(written: string): Outcome<Finding> | undefined {
  const value = record(parsed(written));
  if (value === undefined) return undefined;
  const { kind, product, candidate } = value;
  if (kind === 'missing') return { result: { kind } };
  if (kind === 'found') return isProduct(product) ? { result: { kind, product } } : undefined;
  const error = readError(value['error']);
  if (error === undefined) return undefined;
  return kind === 'failed' ? { result: failed(error, candidate) } : { error };
}

function failed(error: SourceError, candidate: unknown): Finding {
  const known: { readonly candidate?: Product } = isProduct(candidate) ? { candidate } : {};
  return { kind: 'failed', error, ...known };
}

function plain({ code, message, retryAfterMs }: SourceError): object {
  return { code, message, retryAfterMs };
}

function readError(value: unknown): SourceError | undefined {
  const written = record(value);
  const code = written?.['code'];
  if (typeof code !== 'string' || !isFailureCode(code)) return undefined;
  const retryAfterMs = number(written?.['retryAfterMs']);
  return new SourceError(code, text(written?.['message']) ?? code, retryAfterMs === undefined ? {} : { retryAfterMs });
}

function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(upstreamFailures, code);
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
