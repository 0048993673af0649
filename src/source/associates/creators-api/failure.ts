import type { Reply } from '../common/exchange.ts';
import { saysAbsent } from '../common/fault.ts';
import {
  findRefusalClass,
  refusalMessage,
  retryAfterOf,
  refusalClassOfStatus,
  type RefusalClass,
} from '../common/refusal.ts';
import { text } from '../../json.ts';
import { field } from '../common/field.ts';
import { refusesRequest, SourceError } from '../../source-error.ts';

const notEligible = 'the account lacks the qualified sales of the last 30 days that the API requires';
const wrongTag = 'the partner tag does not belong to this marketplace or credential';

/** The Creators API's reasons, then its types. Source: "Error codes and messages" in its documentation. */
const refusalClasses: Readonly<Record<string, RefusalClass>> = {
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
  ResourceNotFoundException: { code: 'CREDENTIALS', hint: 'the API does not know the requested resource' },
  InternalServerException: { code: 'SERVER' },
  InternalFailure: { code: 'SERVER' },
  ServiceUnavailableException: { code: 'SERVER' },
  UnknownOperationException: { code: 'CREDENTIALS', hint: 'the API no longer has this operation' },
  ValidationException: { code: 'MALFORMED' },
};

/** The context of a refusal. */
export type FailureContext = { readonly where: string; readonly wallMs: number; readonly secrets: readonly string[] };

/** The failure that a refusal of the Creators API means. The message contains no secret. */
export function creatorsFailure(reply: Reply, { where, wallMs, secrets }: FailureContext): SourceError {
  const refusal = findRefusalClass(refusalClasses, reply) ?? refusalClassOfStatus(reply.status);
  const retryAfterMs = retryAfterOf(reply, wallMs);
  return new SourceError(refusal.code, refusalMessage(where, reply, refusal, [...secrets, reply.token ?? '']), {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    badRequest: refusal.code === 'MALFORMED' && refusesRequest(reply.status),
    tokenRefused: refusesToken(reply),
  });
}

/** Whether a new token may help: this one is expired or invalid, or a 401 has no known reason. */
export function refusesToken({ status, faults }: Pick<Reply, 'status' | 'faults'>): boolean {
  if (status !== 401) return false;
  const reason = faults[0]?.code ?? '';
  return reason === '' || ['TokenExpired', 'InvalidToken', 'UnauthorizedException'].includes(reason);
}

/**
 * Whether a 404 means that none of the requested ids exist, or that a search has no hits. Its `resourceType` is `Item`,
 * `BrowseNode` or `SearchResult`; without one, the message decides. Any other 404 concerns the endpoint (`Operation`),
 * so no product is missing.
 *
 * Source: "Processing of errors" in the Creators API's documentation, and recorded answers.
 */
export function saysNothingFound({ status, json, faults }: Reply): boolean {
  if (status !== 404 || faults.length === 0) return false;
  const about = text(field(json, 'resourceType'));
  if (about !== undefined) return /^(?:item|browsenode|searchresult)s?$/i.test(about);
  return faults.every(
    (fault) => saysAbsent(fault) || /^no (?:items|browse ?nodes|results) (?:were )?found/i.test(fault.message),
  );
}
