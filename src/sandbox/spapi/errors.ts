import { jsonReply, Refusal, type Reply } from '../reply.ts';

/** An error in the shape all SP-API operations share. */
export function spapiError(status: number, code: string, message: string, details = ''): Reply {
  return jsonReply(status, { errors: [{ code, message, details }] });
}

/** 400 with a message of the operation. */
export function invalidInput(message: string): Refusal {
  return new Refusal(spapiError(400, 'InvalidInput', message));
}

/** 403 for a token that is missing or invalid, and without details for an unknown path or a denied marketplace. */
export function unauthorized(details: string): Refusal {
  return new Refusal(spapiError(403, 'Unauthorized', 'Access to requested resource is denied.', details));
}

/** 403 for a marketplace that the stand-in does not serve; Amazon's has the first sentence of the message only. */
export function unserved(): Refusal {
  const message = 'Access to requested resource is denied. The stand-in does not serve this marketplace.';
  return new Refusal(spapiError(403, 'Unauthorized', message));
}

/** 429. The real one has neither a rate header nor `Retry-After`. */
export function quotaExceeded(): Reply {
  const reply = spapiError(429, 'QuotaExceeded', 'You exceeded your quota for the requested resource.');
  return { ...reply, headers: { ...reply.headers, 'x-amzn-errortype': 'TooManyRequestsException' } };
}
