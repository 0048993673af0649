import { createFastPath } from '../../src/fast-path/fast-path.ts';
import type { GatewayEvent } from '../../src/event.ts';
import { createGraphqlServer, type GraphqlServerOptions } from '../../src/graphql/server.ts';
import { withGraphqlHeaders } from '../../src/http/router.ts';
import type { Asin } from '../../src/product/asin.ts';
import type { MarketplaceCode } from '../../src/product/marketplace.ts';
import { SourceError } from '../../src/source/source-error.ts';
import type { Finding } from '../../src/source/source.ts';
import type { Clock } from '../../src/clock.ts';
import { aCatalog } from '../support/a-catalog.ts';
import { aProductOf, fakeSource } from '../support/fake-source.ts';
import { analytics } from '../graphql/a-graphql-server.ts';
import { listening, type Listening } from '../http/listening.ts';

/** A listener over the real server and the real catalog. */
export type Door = Listening & {
  /** Everything that was reported, in order. */
  readonly told: readonly GatewayEvent[];
  /** How many operations the server has run for the fast path. */
  readonly runs: () => number;
};

/** Options of {@link aDoor}. */
export type DoorOptions = {
  readonly clock: Clock;
  /** Whether the fast path is on. Default: true. */
  readonly fast?: boolean;
  readonly maxBytes?: number;
  readonly persisted?: GraphqlServerOptions['persisted'];
};

/** How long a product is fresh. */
export const lifeMs = 3_600_000;

/**
 * Starts a listener. Its products have another title each time that they are fetched. `B000000002` does not exist,
 * `B000000003` is unavailable, and the field `rating` of `B000000004` fails.
 */
export async function aDoor({ clock, fast = true, maxBytes = 1_000_000, persisted }: DoorOptions): Promise<Door> {
  const told: GatewayEvent[] = [];
  const report = (event: GatewayEvent) => void told.push(event);
  const lookup = async (asins: readonly Asin[], { marketplace }: { readonly marketplace: MarketplaceCode }) =>
    new Map(asins.map((asin) => [asin, findingOf(asin, marketplace, clock)]));
  const allowance = { burst: 1_000_000 };
  const source = fakeSource({ freshMs: lifeMs, lookup });
  const { catalog } = aCatalog([source], { clock, allowance, watch: report });
  const inputs = { catalog, defaultMarketplace: 'IN' } as const;
  const common = { ...inputs, analytics, report, clock, wall: clock.wall, requestDeadlineMs: 10_000, persisted };
  const real = createGraphqlServer(common);
  let runs = 0;
  const server: typeof real = {
    ...real,
    run(...asked) {
      runs += 1;
      return real.run(...asked);
    },
  };
  const options = { server, fresh: catalog.fresh, inputs, maxBytes, keyed: false, clock, report };
  const graphql = fast ? createFastPath(options) : withGraphqlHeaders(real.handler);
  return { ...(await listening({ graphql })), told, runs: () => runs };
}

function findingOf(asin: Asin, marketplace: MarketplaceCode, clock: Clock): Finding {
  if (asin === 'B000000002') return { kind: 'missing' };
  if (asin === 'B000000003') return { kind: 'failed', error: new SourceError('MALFORMED', 'odd') };
  const title = `Teekanne „Ostwind“ ₹ 茶 🫖 at ${clock.wall()}`;
  const product = aProductOf(asin, marketplace, asin === 'B000000004' ? { title, rating: Infinity } : { title });
  return { kind: 'found', product };
}
