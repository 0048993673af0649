import type { Reply } from '../common/exchange.ts';
import { saysAbsent } from '../common/fault.ts';
import { findVerdict, refusalMessage, retryAfterOf, verdictOfStatus, type Verdict } from '../common/refusal.ts';
import { text } from '../../json.ts';
import { field } from '../common/field.ts';
import { refusesRequest, SourceError } from '../../source-error.ts';

const notEligible = 'the account lacks the qualified sales of the last 30 days that access to the API asks for';
const wrongTag = 'the partner tag does not belong to this marketplace or credential';

/** The Creators API's reasons, then its types. Source: "Error codes and messages" in its documentation. */
const verdicts: Readonly<Record<string, Verdict>> = {
  InvalidPartnerTag: { code: 'CREDENTIALS', hint: wrongTag },
  InvalidAssociate: { code: 'CREDENTIALS', hint: wrongTag },
  UnknownOperation: { code: 'CREDENTIALS', hint: 'the API no longer has this operation' },
  AssociateNotEligible: { code: 'CREDENTIALS', hint: notEligible },
  InvalidIssuer: { code: 'CREDENTIALS', hint: 'the token comes from another region or version than the credential' },
  ThrottleException: { code: 'THROTTLED' },
  ThrottlingException: { code: 'THROTTLED' },
  TooManyRequestsException: { code: 'THROTTLED' },
  UnauthorizedException: { code: 'CREDENTIALS' },
  AccessDeniedException: { code: 'CREDENTIALS' },
  ResourceNotFoundException: { code: 'CREDENTIALS', hint: 'the API does not know what was asked of it' },
  InternalServerException: { code: 'SERVER' },
  InternalFailure: { code: 'SERVER' },
  ServiceUnavailableException: { code: 'SERVER' },
  UnknownOperationException: { code: 'CREDENTIALS', hint: 'the API no longer has this operation' },
  ValidationException: { code: 'MALFORMED' },
};

/** What the class of a failure is told from besides the reply. */
export type FailureContext = { readonly where: string; readonly wallMs: number; readonly secrets: readonly string[] };

/** Every answer of the Creators API that is not one, in its class. Secrets are kept out of the message. */
export function creatorsFailure(reply: Reply, { where, wallMs, secrets }: FailureContext): SourceError {
  const verdict = findVerdict(verdicts, reply) ?? verdictOfStatus(reply.status);
  const retryAfterMs = retryAfterOf(reply, wallMs);
  return new SourceError(verdict.code, refusalMessage(where, reply, verdict, [...secrets, reply.token ?? '']), {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    badRequest: verdict.code === 'MALFORMED' && refusesRequest(reply.status),
    tokenRefused: refusesToken(reply),
  });
}

/** Whether another token may do: this one is expired or invalid, or a 401 does not say what is wrong. */
export function refusesToken({ status, faults }: Pick<Reply, 'status' | 'faults'>): boolean {
  if (status !== 401) return false;
  const reason = faults[0]?.code ?? '';
  return reason === '' || ['TokenExpired', 'InvalidToken', 'UnauthorizedException'].includes(reason);
}

/**
 * Whether a 404 says that none of the asked ids exist, or that a search has no hits. Its `resourceType` is `Item` or
 * `SearchResult`; where there is none the message tells. Any other 404 is about the endpoint (`Operation`), and no
 * product is missing because of it.
 *
 * Source: "Processing of errors" in the Creators API's documentation, and recorded answers.
 */
export function saysNothingFound({ status, json, faults }: Reply): boolean {
  if (status !== 404 || faults.length === 0) return false;
  const about = text(field(json, 'resourceType'));
  if (about !== undefined) return /^(?:item|searchresult)s?$/i.test(about);
  return faults.every((fault) => saysAbsent(fault) || /^no (?:items|results) (?:were )?found/i.test(fault.message));
}
