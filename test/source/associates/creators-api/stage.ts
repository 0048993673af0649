import { createCreatorsApiSource } from '../../../../src/source/associates/creators-api/source.ts';
import { fetchCreatorsToken, type CreatorsVersion } from '../../../../src/source/associates/creators-api/token.ts';
import type { Source } from '../../../../src/source/source.ts';
import { systemClock } from '../../../../src/clock.ts';
import { createTokenStore } from '../../../../src/upstream/token.ts';
import { apiLimits, createUpstream } from '../../../../src/upstream/upstream.ts';
import { startStandIn, type Received, type Reply, type StandIn } from '../common/stand-in.ts';

/** A Creators API source whose Amazon, token endpoint included, is a stand-in on loopback. */
export type Stage = AsyncDisposable & {
  readonly source: Source;
  readonly amazon: StandIn;
  /** The calls that were no token calls. */
  readonly calls: () => readonly Received[];
};

export const secret = 's3cret/+Key=';

/** Tokens are `token-1`, `token-2`…; `respond` plays everything else. */
export async function setStage(
  respond: (request: Received) => Reply | Promise<Reply>,
  version: CreatorsVersion = '3.2',
  tokenReply?: () => Reply,
): Promise<Stage> {
  let tokens = 0;
  const nextToken = () => ({
    body: { access_token: `token-${(tokens += 1)}`, expires_in: 3600, token_type: 'bearer' },
  });
  const amazon = await startStandIn((request) =>
    request.path === '/token' ? (tokenReply ?? nextToken)() : respond(request),
  );
  const upstream = createUpstream(apiLimits);
  const credential = { id: 'amzn1.client', secret, version };
  const source = createCreatorsApiSource({
    upstream,
    credential,
    tags: { IN: 'shop-21', US: 'shop-20', UK: 'shop-02', NL: 'shop-05', JP: 'shop-22', BR: 'shop-06' },
    tokens: createTokenStore({
      fetch: fetchCreatorsToken(upstream, credential, `${amazon.origin}/token`),
      clock: systemClock,
    }),
    endpoint: amazon.origin,
    freshMs: 3_600_000,
    clock: systemClock,
  });
  return {
    source,
    amazon,
    calls: () => amazon.received.filter(({ path }) => path !== '/token'),
    async [Symbol.asyncDispose]() {
      await upstream[Symbol.asyncDispose]();
      await amazon[Symbol.asyncDispose]();
    },
  };
}
