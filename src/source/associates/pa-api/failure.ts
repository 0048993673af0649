import type { Reply } from '../common/exchange.ts';
import {
  findRefusalClass,
  refusalMessage,
  retryAfterOf,
  refusalClassOfStatus,
  type RefusalClass,
} from '../common/refusal.ts';
import { refusesRequest, SourceError } from '../../source-error.ts';

const retired = 'PA-API 5.0 stopped answering on 2026-05-15; configure Creators API credentials instead';
const clockIsOff = 'the clock of this machine is off by more than 15 minutes';
const notEligible = 'the account lacks the recent qualified sales that the API requires';

/** PA-API's error codes. Source: "Error messages" in its documentation, and recorded answers. */
const refusalClasses: Readonly<Record<string, RefusalClass>> = {
  AccessDenied: { code: 'CREDENTIALS', hint: 'the access key is not registered for PA-API' },
  AccessDeniedAwsUsers: { code: 'CREDENTIALS', hint: 'the access key is one of AWS, not of an associates account' },
  InvalidAssociate: { code: 'CREDENTIALS', hint: 'the access key belongs to no approved associates account' },
  AssociateNotEligible: { code: 'CREDENTIALS', hint: notEligible },
  InvalidPartnerTag: { code: 'CREDENTIALS', hint: 'the partner tag does not belong to this marketplace or access key' },
  IncompleteSignature: { code: 'CREDENTIALS' },
  InvalidSignature: { code: 'CREDENTIALS', hint: 'wrong secret key?' },
  UnrecognizedClient: { code: 'CREDENTIALS', hint: 'unknown access key; those of the Creators API do not work here' },
  RequestExpired: { code: 'CREDENTIALS', hint: clockIsOff },
  UnknownOperation: { code: 'CREDENTIALS', hint: retired },
  UnknownOperationException: { code: 'CREDENTIALS', hint: retired },
  TooManyRequests: { code: 'THROTTLED' },
  TooManyRequestsException: { code: 'THROTTLED' },
  ThrottlingException: { code: 'THROTTLED' },
  InternalFailure: { code: 'SERVER' },
  InvalidParameterValue: { code: 'MALFORMED' },
  MissingParameter: { code: 'MALFORMED' },
};

/** The context of a refusal. */
export type FailureContext = { readonly where: string; readonly wallMs: number; readonly secrets: readonly string[] };

/** The failure that a refusal of PA-API means. The message contains no secret. */
export function paApiFailure(reply: Reply, { where, wallMs, secrets }: FailureContext): SourceError {
  const refusal = findRefusalClass(refusalClasses, reply) ?? unnamed(reply.status);
  const retryAfterMs = retryAfterOf(reply, wallMs);
  return new SourceError(refusal.code, refusalMessage(where, reply, refusal, [...secrets, reply.token ?? '']), {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    badRequest: refusal.code === 'MALFORMED' && refusesRequest(reply.status),
  });
}

/** The class of a refusal without a known code, which is the answer of the retired endpoint. */
function unnamed(status: number): RefusalClass {
  const refusal = refusalClassOfStatus(status);
  return refusal.code === 'CREDENTIALS' && status !== 401 ? { ...refusal, hint: retired } : refusal;
}
