import type { Asin } from '../../../product/asin.ts';
import type { Product } from '../../../product/product.ts';
import { SourceError } from '../../source-error.ts';
import type { Finding } from '../../source.ts';
import type { ItemAnswer } from './answer.ts';
import { namedIn, saysAbsent, type Fault, type IdKind } from './fault.ts';

/** The finding for each requested ASIN, as in {@link matchById}. */
export function toFindings(
  requested: readonly Asin[],
  { products: found, ...answer }: ItemAnswer,
  where: string,
  failureOf: (fault: Fault) => SourceError,
): ReadonlyMap<Asin, Finding> {
  const matches = matchById(requested, { ...answer, found, kind: 'item' }, where, failureOf);
  return new Map([...matches].map(([asin, match]) => [asin, toFinding(match)]));
}

/** The readable part of an answer about several ids. */
export type AnswerById<Id extends string, T> = {
  /** In any order. */
  readonly found: ReadonlyMap<Id, T>;
  /** How many entries have no valid id. */
  readonly unreadable: number;
  readonly faults: readonly Fault[];
  readonly kind: IdKind;
};

/** The outcome of one requested id. */
export type Match<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly error: SourceError };

const missing = { kind: 'missing' } as const;

/**
 * The outcome of each requested id. Entries are matched by their id, never by position; other entries are ignored.
 *
 * An id without entry or error is missing, because both APIs omit what they do not show. But an unreadable entry, or an
 * error that names no id, may concern any id without an answer, so in that case those ids are failed.
 *
 * @param failureOf the failure that an error means, unless it means "no such item"
 * @throws {SourceError} when the answer contains only such an error, or only entries that were not requested
 */
export function matchById<Id extends string, T>(
  requested: readonly Id[],
  answer: AnswerById<Id, T>,
  where: string,
  failureOf: (fault: Fault) => SourceError,
): ReadonlyMap<Id, Match<T>> {
  const matches = new Map<Id, Match<T>>();
  for (const id of requested) {
    const value = answer.found.get(id);
    if (value !== undefined) matches.set(id, { kind: 'found', value });
  }
  const isForeign = matches.size === 0 && answer.found.size > 0;
  let general: SourceError | undefined;
  for (const fault of answer.faults) {
    const named = namedIn(fault, requested);
    const absent = saysAbsent(fault, answer.kind);
    if (named.length === 0 && !absent) general ??= failureOf(fault);
    for (const id of named) {
      if (matches.has(id)) continue;
      matches.set(id, absent ? missing : { kind: 'failed', error: failureOf(fault) });
    }
  }
  if (isForeign) {
    general ??= new SourceError('MALFORMED', `${where}: the answer contains only items that were not requested`);
  }
  if (general !== undefined && matches.size === 0) throw general;
  if (answer.unreadable > 0) {
    general = new SourceError('MALFORMED', `${where}: ${answer.unreadable} of the items cannot be read`);
  }
  for (const id of requested) {
    if (matches.has(id)) continue;
    matches.set(id, general === undefined ? missing : { kind: 'failed', error: general });
  }
  return matches;
}

function toFinding(match: Match<Product>): Finding {
  return match.kind === 'found' ? { kind: 'found', product: match.value } : match;
}
