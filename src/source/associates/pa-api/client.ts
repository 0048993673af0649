import { marketplaces } from '../../../product/marketplace.ts';
import type { Clock } from '../../../clock.ts';
import type { Upstream } from '../../../upstream/upstream.ts';
import { exchange, type Reply } from '../common/exchange.ts';
import type { AssociatesAsk } from '../common/source.ts';
import { signPaApiCall, type PaApiCredential } from './sign.ts';
import { capital, paApiBody } from './wire.ts';

/** What a client of PA-API is made of. */
export type PaApiClientOptions = {
  readonly upstream: Upstream;
  readonly credential: PaApiCredential;
  /** Origin to ask instead of the marketplace's own host; the path stays Amazon's. */
  readonly endpoint?: string;
  readonly clock: Clock;
};

/** One call in the name of a partner tag. */
export type PaApiAsk = AssociatesAsk & { readonly partnerTag: string };

/** Signs and sends one call. Rejects with SourceError only. */
export async function callPaApi(options: PaApiClientOptions, ask: PaApiAsk): Promise<Reply> {
  const { domain, awsRegion } = marketplaces[ask.marketplace];
  const operation = capital(ask.operation);
  const path = `/paapi5/${ask.operation.toLowerCase()}`;
  const url = new URL(path, options.endpoint ?? `https://webservices.${domain}`);
  const body = paApiBody(ask.question, ask);
  const wallMs = options.clock.wall();
  const headers = signPaApiCall({ host: url.host, path, operation, body, awsRegion, wallMs }, options.credential);
  const request = { method: 'POST', url: url.href, headers, body, signal: ask.signal } as const;
  const reply = await exchange(options.upstream, request, ask.where);
  return { ...reply, token: signatureIn(headers) };
}

/** Whoever has it can send the same call for some minutes. */
function signatureIn(headers: Readonly<Record<string, string>>): string {
  return /Signature=(\w+)/.exec(headers['authorization'] ?? '')?.[1] ?? '';
}
