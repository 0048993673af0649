import type { Asin } from '../../../product/asin.ts';
import { SourceError } from '../../source-error.ts';
import type { Finding } from '../../source.ts';
import type { ItemAnswer } from './answer.ts';
import { namedIn, saysAbsent, type Fault } from './fault.ts';

const missing: Finding = { kind: 'missing' };

/**
 * The finding for each requested ASIN. Items are matched by their ASIN, never by position; other items are ignored.
 *
 * An ASIN without item or error is missing, because both APIs omit items that they do not show. But an unreadable item,
 * or an error that names no item, may concern any ASIN without an answer, so in that case those ASINs are failed.
 *
 * @param failureOf the failure that an error means, unless it means "no such item"
 * @throws {SourceError} when the answer contains only such an error, or only products that were not requested
 */
export function toFindings(
  requested: readonly Asin[],
  answer: ItemAnswer,
  where: string,
  failureOf: (fault: Fault) => SourceError,
): ReadonlyMap<Asin, Finding> {
  const findings = new Map<Asin, Finding>();
  for (const asin of requested) {
    const product = answer.products.get(asin);
    if (product !== undefined) findings.set(asin, { kind: 'found', product });
  }
  const isForeign = findings.size === 0 && answer.products.size > 0;
  let general: SourceError | undefined;
  for (const fault of answer.faults) {
    const named = namedIn(fault, requested);
    const absent = saysAbsent(fault);
    if (named.length === 0 && !absent) general ??= failureOf(fault);
    for (const asin of named) {
      if (findings.has(asin)) continue;
      findings.set(asin, absent ? missing : { kind: 'failed', error: failureOf(fault) });
    }
  }
  if (isForeign) {
    general ??= new SourceError('MALFORMED', `${where}: the answer contains only products that were not requested`);
  }
  if (general !== undefined && findings.size === 0) throw general;
  if (answer.unreadable > 0) {
    general = new SourceError('MALFORMED', `${where}: ${answer.unreadable} of the items cannot be read`);
  }
  for (const asin of requested) {
    if (findings.has(asin)) continue;
    findings.set(asin, general === undefined ? missing : { kind: 'failed', error: general });
  }
  return findings;
}
