import aws4 from 'aws4';

/** An access key of an associates account, and its secret. */
export type PaApiCredential = { readonly accessKey: string; readonly secretKey: string };

/** The parts of a request that the signature covers. */
export type PaApiCall = {
  /** The `Host` header, with the port if it is not the default. */
  readonly host: string;
  readonly path: string;
  /** `GetItems`, `SearchItems`. */
  readonly operation: string;
  /** The exact body that is sent. */
  readonly body: string;
  readonly awsRegion: string;
  /** Milliseconds since the epoch; PA-API refuses a call that differs by more than 15 minutes. */
  readonly wallMs: number;
};

/**
 * The headers of a PA-API call, signed by AWS Signature Version 4 as the official clients do it: service
 * `ProductAdvertisingAPI`, and exactly the five headers `content-encoding`, `content-type`, `host`, `x-amz-date` and
 * `x-amz-target` under the signature.
 */
export function signPaApiCall(call: PaApiCall, credential: PaApiCredential): Record<string, string> {
  const headers = {
    'content-encoding': 'amz-1.0',
    'content-type': 'application/json; charset=utf-8',
    host: call.host,
    'x-amz-date': amzDate(call.wallMs),
    'x-amz-target': `com.amazon.paapi5.v1.ProductAdvertisingAPIv1.${call.operation}`,
  };
  const request = {
    host: call.host,
    path: call.path,
    method: 'POST',
    body: call.body,
    service: 'ProductAdvertisingAPI',
    region: call.awsRegion,
    headers: { ...headers },
    // aws4 adds a content-length and would sign it, which the documented signature does not.
    extraHeadersToIgnore: { 'content-length': true },
  };
  const signed = aws4.sign(request, { accessKeyId: credential.accessKey, secretAccessKey: credential.secretKey });
  return { ...headers, authorization: String(signed.headers?.['Authorization']) };
}

/** `20260102T030405Z` */
function amzDate(wallMs: number): string {
  return new Date(wallMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
