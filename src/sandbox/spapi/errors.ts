import { jsonReply, Refusal, type Reply } from '../reply.ts';

/** An error in the shape all SP-API operations share. */
export function spapiError(status: number, code: string, message: string, details = ''): Reply {
  return jsonReply(status, { errors: [{ code, message, details }] });
}

/** 400 with the operation's own words. */
export function invalidInput(message: string): Refusal {
  return new Refusal(spapiError(400, 'InvalidInput', message));
}

/** 403: the token is missing, or there is something wrong with it, or the path is unknown (then without details). */
export function unauthorized(details: string): Refusal {
  return new Refusal(spapiError(403, 'Unauthorized', 'Access to requested resource is denied.', details));
}

/** 429; the real one carries neither a rate header nor `Retry-After`. */
export function quotaExceeded(): Reply {
  const reply = spapiError(429, 'QuotaExceeded', 'You exceeded your quota for the requested resource.');
  return { ...reply, headers: { ...reply.headers, 'x-amzn-errortype': 'TooManyRequestsException' } };
}
