import { SourceError } from '../../source-error.ts';
import type { Reply } from './exchange.ts';
import { blamesIds, mayBlameAnId, namedIn, type IdKind } from './fault.ts';
import type { AssociatesApi } from './api.ts';

/** The part of an API that tells what a refusal means. */
type Refusals = Pick<AssociatesApi, 'foundNothing' | 'failureOf'>;

/** Whether the API answered the call, perhaps with errors for some of its ids. */
export function isAnswer({ status }: Reply): boolean {
  return status >= 200 && status < 300;
}

/**
 * The findings of a refused call for several ids. One bad id makes the API refuse all ten, so the refusal of a single id
 * means that it does not exist, and a refusal of several is split until the bad id is alone.
 *
 * @throws {SourceError} unless the refusal means that the ids do not exist
 */
export function lookupRefused<Id extends string>(
  api: Refusals,
  kind: IdKind,
  asked: readonly Id[],
  reply: Reply,
  where: string,
): ReadonlyMap<Id, { readonly kind: 'missing' }> {
  if (api.foundNothing(reply)) return allMissing(asked);
  const failure = api.failureOf(reply, where);
  if (reply.status !== 400 || failure.code !== 'MALFORMED') throw failure;
  const blamed = reply.faults.some((fault) => blamesIds(fault, kind) || namedIn(fault, asked).length > 0);
  if (asked.length === 1 && blamed) return allMissing(asked);
  if (!blamed && !mayBlameAnId(reply.faults, kind)) throw failure;
  throw new SourceError(failure.code, failure.message, { unnamedFault: true, badRequest: true });
}

/** The failure of one item. An error that is not one of a refused call is an internal error of the API. */
export function itemFailure(api: Refusals, reply: Reply, where: string): SourceError {
  const failure = api.failureOf(reply, where);
  if (failure.code !== 'MALFORMED') return failure;
  return new SourceError('SERVER', failure.message, { cause: failure });
}

function allMissing<Id extends string>(asked: readonly Id[]): ReadonlyMap<Id, { readonly kind: 'missing' }> {
  return new Map(asked.map((id) => [id, { kind: 'missing' }]));
}
