import { marketplaces } from '../../../product/marketplace.ts';
import type { Clock } from '../../../clock.ts';
import type { Upstream } from '../../../upstream/upstream.ts';
import { exchange, type Reply } from '../common/exchange.ts';
import type { AssociatesRequest } from '../common/api.ts';
import { signPaApiCall, type PaApiCredential } from './sign.ts';
import { capital, paApiBody } from './wire.ts';

/** Options of {@link callPaApi}. */
export type PaApiClientOptions = {
  readonly upstream: Upstream;
  readonly credential: PaApiCredential;
  /** Origin to use instead of Amazon's; the path stays the same. */
  readonly endpoint?: string;
  readonly clock: Clock;
};

/** One call with its partner tag. */
export type PaApiRequest = AssociatesRequest & { readonly partnerTag: string };

/** Signs and sends one call. Rejects with SourceError only. */
export async function callPaApi(options: PaApiClientOptions, call: PaApiRequest): Promise<Reply> {
  const { domain, awsRegion } = marketplaces[call.marketplace];
  const operation = capital(call.operation);
  const path = `/paapi5/${call.operation.toLowerCase()}`;
  const url = new URL(path, options.endpoint ?? `https://webservices.${domain}`);
  const body = paApiBody(call.question, call);
  const wallMs = options.clock.wall();
  const headers = signPaApiCall({ host: url.host, path, operation, body, awsRegion, wallMs }, options.credential);
  const request = { method: 'POST', url: url.href, headers, body, signal: call.signal } as const;
  const reply = await exchange(options.upstream, request, call.where);
  return { ...reply, token: signatureIn(headers) };
}

/** The signature allows anyone to repeat the call for some minutes, so it is treated as a secret. */
function signatureIn(headers: Readonly<Record<string, string>>): string {
  return /Signature=(\w+)/.exec(headers['authorization'] ?? '')?.[1] ?? '';
}
