import type { AroundCall, Report } from '../event.ts';
import type { Asin } from '../product/asin.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import { createCircuit } from '../upstream/circuit.ts';
import type { Clock } from '../upstream/clock.ts';
import type { Leases } from '../upstream/leases.ts';
import type { Permits } from '../upstream/permits.ts';
import { Account } from './account.ts';
import type { Asker } from './flight.ts';
import type { LaneOptions } from './lane-host.ts';
import { Lane } from './lane.ts';
import { shareLookups } from './share-lookups.ts';
import { createRetryBudget, type RetryBudget } from './retry-budget.ts';
import { SourceError } from './source-error.ts';
import type { Finding, SearchPage, SearchTerms, Source } from './source.ts';

/** The sources that share one allowance, and that allowance. */
export type AccountOptions = { readonly sources: readonly Source[]; readonly permits: Permits };

/** What the packer is made of. */
export type PackerOptions = {
  readonly accounts: readonly AccountOptions[];
  readonly clock: Clock;
  /** Between 0 and 1; spreads retries. */
  readonly random: () => number;
  readonly report: Report;
  /** Put around every call. */
  readonly around?: AroundCall | undefined;
  /** Where other instances ask the same sources: one flight per ASIN among all of them. */
  readonly leases?: Leases;
};

/**
 * Merges what all operations of the process ask of a source into full calls. A call is formed when its permit falls
 * due, never before, so that seats of askers who hung up are taken by others and nothing that waits is asked twice.
 */
export interface Packer {
  /** @throws {SourceError} when the source could not be asked or could not answer; the asker's abort reason */
  lookup(source: Source, marketplace: MarketplaceCode, asin: Asin, asker: Asker): Promise<Finding>;
  /** @throws as `lookup` */
  search(source: Source, marketplace: MarketplaceCode, question: SearchQuestion, asker: Asker): Promise<SearchPage>;
}

/** One upstream page of a search. */
export type SearchQuestion = { readonly terms: SearchTerms; readonly page: string | undefined };

/** Opens the queues. Lanes are made when first asked for. */
export function createPacker(options: PackerOptions): Packer {
  const { leases } = options;
  const accountOf = new Map<Source, Account>();
  const retriesOf = new Map<Source, RetryBudget>();
  for (const { sources, permits } of options.accounts) {
    const account = new Account(permits, options.clock, options.report, () => leases?.leadMs() ?? 0);
    for (const source of sources) {
      accountOf.set(source, account);
      retriesOf.set(source, createRetryBudget());
    }
  }
  const lookups = new Map<string, Lane<Asin, Finding>>();
  const searches = new Map<string, Lane<SearchQuestion, SearchPage>>();

  function open<Q, R>(
    lanes: Map<string, Lane<Q, R>>,
    source: Source,
    marketplace: MarketplaceCode,
    kind: Pick<LaneOptions<Q, R>, 'operation' | 'seats' | 'keyOf' | 'perform' | 'sharing'>,
  ): Lane<Q, R> {
    const key = `${source.id}:${marketplace}`;
    const known = lanes.get(key);
    if (known !== undefined) return known;
    const { clock, random, report, around } = options;
    const host = accountOf.get(source);
    const retries = retriesOf.get(source);
    if (host === undefined || retries === undefined) throw new Error(`${source.id} belongs to no account`);
    const circuit = createCircuit(clock, (state, code) => {
      report({
        type: 'circuit',
        source: source.id,
        marketplace,
        operation: kind.operation,
        state,
        ...(code && { code }),
      });
      if (state === 'OPEN')
        lane.release(new SourceError('CIRCUIT_OPEN', `${source.id} failed too often to be asked now`));
    });
    const lane = new Lane<Q, R>({
      ...kind,
      source,
      marketplace,
      circuit,
      retries,
      clock,
      random,
      report,
      host,
      around,
    });
    lanes.set(key, lane);
    host.add(lane);
    return lane;
  }

  return {
    lookup(source, marketplace, asin, asker) {
      const lane = open(lookups, source, marketplace, {
        operation: 'lookup',
        seats: source.batchSize,
        keyOf: (asked) => asked,
        perform: (asins, context) => source.lookup(asins, context),
        ...(leases && { sharing: shareLookups(leases, source, marketplace, options.report) }),
      });
      return lane.ask(asin, asker);
    },
    search(source, marketplace, question, asker) {
      const keyOf = (asked: SearchQuestion) => JSON.stringify([asked.terms, asked.page]);
      const lane = open(searches, source, marketplace, {
        operation: 'search',
        seats: 1,
        keyOf,
        async perform([asked], context) {
          if (asked === undefined) return new Map();
          return new Map([[keyOf(asked), await source.search(asked.terms, asked.page, context)]]);
        },
      });
      return lane.ask(question, asker);
    },
  };
}
