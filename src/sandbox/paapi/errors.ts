import { jsonReply, type Reply } from '../reply.ts';

/** Status and message of each request-level error. Source: PA-API "Error messages", recorded bodies. */
const errors = {
  AccessDenied: [403, 'The Access Key Id is not enabled for accessing Product Advertising API.'],
  AssociateNotEligible: [
    403,
    'Your account does not currently meet the eligibility requirements to access the Product Advertising API.',
  ],
  IncompleteSignature: [400, 'The request signature did not include all of the required components.'],
  InvalidPartnerTag: [
    400,
    'The partner tag is not mapped to a valid associate store with your access key for this marketplace.',
  ],
  InvalidSignature: [
    401,
    'The request has not been correctly signed. If you are using an AWS SDK, requests are signed for you automatically; otherwise, go to https://webservices.amazon.com/paapi5/documentation/sending-request.html#signing.',
  ],
  RequestExpired: [401, 'The request is past expiry date or the request date is more than 15 minutes in the future.'],
  UnrecognizedClient: [401, 'The Access Key ID or security token included in the request is invalid.'],
  TooManyRequests: [
    429,
    'The request was denied due to request throttling. Please verify the number of requests made per second to the Amazon Product Advertising API.',
  ],
  UnknownOperation: [
    404,
    'The operation requested is invalid. Please verify that the operation name is typed correctly.',
  ],
  InternalFailure: [500, 'The request processing has failed because of an unknown error, exception or failure.'],
} as const;

const exceptionTypes: Readonly<Record<string, string>> = {
  InvalidParameterValue: 'ValidationException',
  MissingParameter: 'ValidationException',
};

/** A refusal of the whole request. */
export function paapiError(code: keyof typeof errors, headers: Readonly<Record<string, string>> = {}): Reply {
  const [status, message] = errors[code];
  return requestError(status, code, message, headers);
}

/** 400 for a field that is missing or invalid. */
export function paapiValidationError(field: string, value: string | undefined): Reply {
  if (value === undefined) {
    return requestError(400, 'MissingParameter', `The request is missing the required parameter ${field}.`);
  }
  const shown = value.replaceAll('"', '');
  return requestError(
    400,
    'InvalidParameterValue',
    `The value ${shown} provided in the request for ${field} is invalid.`,
  );
}

/** An entry of the `Errors` list of an answer with status 200. */
export function itemError(code: string, message: string): object {
  return { __type: 'com.amazon.paapi5#ErrorData', Code: code, Message: message };
}

/** An answer with status 200. */
export function paapiReply(body: object): Reply {
  return jsonReply(200, body);
}

function requestError(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const exception = exceptionTypes[code] ?? `${code}Exception`;
  const body = { __type: `com.amazon.paapi5#${exception}`, Errors: [{ Code: code, Message: message }] };
  return jsonReply(status, body, headers);
}
