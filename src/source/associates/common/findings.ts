import type { Asin } from '../../../product/asin.ts';
import { SourceError } from '../../source-error.ts';
import type { Finding } from '../../source.ts';
import type { ItemAnswer } from './answer.ts';
import { namedIn, saysAbsent, type Fault } from './fault.ts';

const missing: Finding = { kind: 'missing' };

/**
 * What an answer says of each asked ASIN. Items are paired by their ASIN, never by position; one that was not asked
 * for is ignored.
 *
 * An ASIN that is neither answered nor named in an error is missing, because that is how both APIs leave out items they
 * do not show. That holds only while everything else in the answer was understood: an unreadable item, or an error
 * that names no item, may be about any ASIN that is unaccounted for, so those are failed.
 *
 * @param failureOf the class of an error that says something else than "no such item"
 * @throws {SourceError} when the answer says nothing of any asked ASIN but that error, or is about other products only
 */
export function toFindings(
  asked: readonly Asin[],
  answer: ItemAnswer,
  where: string,
  failureOf: (fault: Fault) => SourceError,
): ReadonlyMap<Asin, Finding> {
  const findings = new Map<Asin, Finding>();
  for (const asin of asked) {
    const product = answer.products.get(asin);
    if (product !== undefined) findings.set(asin, { kind: 'found', product });
  }
  const isForeign = findings.size === 0 && answer.products.size > 0;
  let general: SourceError | undefined;
  for (const fault of answer.faults) {
    const named = namedIn(fault, asked);
    const absent = saysAbsent(fault);
    if (named.length === 0 && !absent) general ??= failureOf(fault);
    for (const asin of named) {
      if (findings.has(asin)) continue;
      findings.set(asin, absent ? missing : { kind: 'failed', error: failureOf(fault) });
    }
  }
  if (isForeign) {
    general ??= new SourceError('MALFORMED', `${where}: the answer holds only products that nobody asked for`);
  }
  if (general !== undefined && findings.size === 0) throw general;
  if (answer.unreadable > 0) {
    general = new SourceError('MALFORMED', `${where}: ${answer.unreadable} of the items cannot be read`);
  }
  for (const asin of asked) {
    if (findings.has(asin)) continue;
    findings.set(asin, general === undefined ? missing : { kind: 'failed', error: general });
  }
  return findings;
}
