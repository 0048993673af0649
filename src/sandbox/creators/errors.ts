import { jsonReply, type Reply } from '../reply.ts';

/** Status, type and message of each error by its reason. Source: Creators API "Error codes and messages". */
const errors = {
  InvalidPartnerTag: [
    400,
    'ValidationException',
    'Partner tag in the request is invalid or is not mapped to the store associated with your credential.',
  ],
  InvalidAssociate: [
    400,
    'ValidationException',
    'Your credential is not linked to the partner tag in the request for the given Marketplace.',
  ],
  UnknownOperation: [400, 'ValidationException', 'The operation requested is invalid.'],
  CannotParse: [400, 'ValidationException', 'The request body could not be parsed.'],
  MissingCredential: [401, 'UnauthorizedException', 'The request carries no authentication token.'],
  InvalidToken: [401, 'UnauthorizedException', 'The authentication token is invalid or malformed.'],
  TokenExpired: [401, 'UnauthorizedException', 'Authentication token has expired.'],
  InvalidIssuer: [401, 'UnauthorizedException', 'The authentication token was issued for another region.'],
  AssociateNotEligible: [
    403,
    'AccessDeniedException',
    'Your account does not currently meet the eligibility requirements.',
  ],
} as const;

/** A refusal of the whole request. */
export function creatorsError(reason: keyof typeof errors): Reply {
  const [status, type, message] = errors[reason];
  return jsonReply(status, { type, message, reason });
}

/** 400 for a field that is missing or invalid. */
export function creatorsValidationError(field: string): Reply {
  return jsonReply(400, {
    type: 'ValidationException',
    message: 'Request validation failed.',
    reason: 'FieldValidationFailed',
    fieldList: [field],
  });
}

/** 429. The documentation has the seconds in the body; clients also honour the header. */
export function creatorsThrottled(headers: Readonly<Record<string, string>> = {}): Reply {
  const message =
    'The request was denied due to request throttling. Please verify the number of requests made per second.';
  const after = headers['retry-after'];
  return jsonReply(
    429,
    { type: 'ThrottleException', message, ...(after !== undefined && { retryAfterSeconds: Number(after) }) },
    headers,
  );
}

/** 404: none of the ids exists. */
export function noItems(id: string): Reply {
  return nothingFound({
    type: 'ResourceNotFoundException',
    message: 'No items found for the requested item IDs.',
    resourceType: 'Item',
    resourceId: id,
  });
}

/** 404: none of the browse nodes exists. */
export function noNodes(id: string): Reply {
  return nothingFound({
    type: 'ResourceNotFoundException',
    message: 'No browse nodes found for the requested browse node IDs.',
    resourceType: 'BrowseNode',
    resourceId: id,
  });
}

/** 404: the search has no hits. The key `__type` is that of the documentation's sample. */
export function noResults(id: string): Reply {
  return nothingFound({
    __type: 'com.amazon.creators#ResourceNotFoundException',
    message: 'No results found for your search request',
    resourceType: 'SearchResult',
    resourceId: id,
  });
}

/** An outage. */
export function creatorsOutage(status: 500 | 503): Reply {
  return jsonReply(status, {
    type: 'InternalServerException',
    message: 'An unexpected error occurred while processing your request.',
  });
}

function nothingFound(body: object): Reply {
  return { ...jsonReply(404, body), foundNothing: true };
}
