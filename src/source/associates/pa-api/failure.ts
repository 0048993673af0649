import type { Reply } from '../common/exchange.ts';
import { findVerdict, refusalMessage, retryAfterOf, verdictOfStatus, type Verdict } from '../common/refusal.ts';
import { refusesRequest, SourceError } from '../../source-error.ts';

const retired = 'PA-API 5.0 stopped answering on 2026-05-15; configure Creators API credentials instead';
const clockIsOff = 'the clock of this machine is off by more than 15 minutes';
const notEligible = 'the account lacks the recent qualified sales that access to the API asks for';

/** PA-API's error codes. Source: "Error messages" in its documentation, and recorded answers. */
const verdicts: Readonly<Record<string, Verdict>> = {
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

/** What the class of a failure is told from besides the reply. */
export type FailureContext = { readonly where: string; readonly wallMs: number; readonly secrets: readonly string[] };

/** Every answer of PA-API that is not one, in its class. Secrets are kept out of the message. */
export function paApiFailure(reply: Reply, { where, wallMs, secrets }: FailureContext): SourceError {
  const verdict = findVerdict(verdicts, reply) ?? unnamed(reply.status);
  const retryAfterMs = retryAfterOf(reply, wallMs);
  return new SourceError(verdict.code, refusalMessage(where, reply, verdict, [...secrets, reply.token ?? '']), {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    badRequest: verdict.code === 'MALFORMED' && refusesRequest(reply.status),
  });
}

/** A refusal without a known code: that is how the retired endpoint answers. */
function unnamed(status: number): Verdict {
  const verdict = verdictOfStatus(status);
  return verdict.code === 'CREDENTIALS' && status !== 401 ? { ...verdict, hint: retired } : verdict;
}
