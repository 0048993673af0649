import { isProduct } from '../product/is-product.ts';
import type { Product } from '../product/product.ts';
import { number, record, text } from './json.ts';
import { isFailureCode, madeNoCall, SourceError } from './source-error.ts';
import type { Finding } from './source.ts';
import type { SharedOutcome } from './shared-flights.ts';

/** What came of asking for one ASIN. */
type Outcome = SharedOutcome<Finding>;

/** The outcome as another instance can read it; `undefined` when it is none of its business. */
export function writeOutcome(outcome: Outcome): string | undefined {
  if ('error' in outcome) {
    // That this instance made no call says nothing about the upstream.
    return madeNoCall(outcome.error.code) ? undefined : JSON.stringify({ error: plain(outcome.error) });
  }
  const { result } = outcome;
  if (result.kind !== 'failed') return JSON.stringify(result);
  return JSON.stringify({ ...result, error: plain(result.error) });
}

/** Reads what another instance, perhaps of another version, wrote; `undefined` when it cannot be read. */
export function readOutcome(written: string): Outcome | undefined {
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

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
