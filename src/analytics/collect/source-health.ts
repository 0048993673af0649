import type { GatewayEvent } from '../../event.ts';
import type { MarketplaceCode } from '../../product/marketplace.ts';
import type { SourceReport } from '../snapshot.ts';
import type { CircuitState } from '../../vocabulary.ts';

/** The current faults of a source. Times are milliseconds since the epoch. */
export interface SourceHealth {
  listen(event: GatewayEvent): void;
  readonly lastError: SourceReport['lastError'];
  readonly worstCircuit: CircuitState;
  readonly openCircuits: readonly OpenCircuit[];
  /** Marketplaces for which the credentials are refused, and since when. */
  readonly refused: ReadonlyMap<MarketplaceCode, number>;
  /** Marketplaces for which a lookup skipped the source. */
  readonly skipped: ReadonlySet<MarketplaceCode>;
  /** Since when signatures have been refused as expired. */
  readonly clockOffSince: number | undefined;
  /** Since when no call has reached the upstream. */
  readonly unreachableSince: number | undefined;
}

/** A circuit that refuses calls. */
export type OpenCircuit = {
  readonly marketplace: MarketplaceCode;
  readonly operation: string;
  /** The account, unless it is the one of the plain variables. */
  readonly account: string | undefined;
  readonly since: number;
  readonly code: string | undefined;
};

type Circuit = OpenCircuit & { readonly state: Exclude<CircuitState, 'CLOSED'> };

/** Tracks the faults of one source; `listen` expects only events of that source. */
export function createSourceHealth(wall: () => number): SourceHealth {
  const circuits = new Map<string, Circuit>();
  const refused = new Map<MarketplaceCode, number>();
  const skipped = new Set<MarketplaceCode>();
  let lastError: SourceReport['lastError'];
  let clockOffSince: number | undefined;
  let unreachableSince: number | undefined;

  const fail = (marketplace: MarketplaceCode, code: string, message: string) => {
    const at = wall();
    lastError = { code, message, at };
    if (code === 'CREDENTIALS' && !refused.has(marketplace)) refused.set(marketplace, at);
    // AWS's error code for an expired signature; nothing else distinguishes it from a wrong key.
    if (message.includes('RequestExpired')) clockOffSince ??= at;
    unreachableSince = code === 'NETWORK' ? (unreachableSince ?? at) : undefined;
  };

  const updateCircuit = (event: Extract<GatewayEvent, { type: 'circuit' }>) => {
    const { marketplace, operation, state, code, account } = event;
    const key = `${marketplace} ${operation} ${account ?? ''}`;
    const before = circuits.get(key);
    if (state === 'CLOSED') circuits.delete(key);
    else {
      const since = before?.since ?? wall();
      circuits.set(key, { marketplace, operation, account, state, since, code: code ?? before?.code });
    }
  };

  return {
    listen(event) {
      if (event.type === 'circuit') updateCircuit(event);
      if (event.type === 'attempt' && event.attempt.outcome === 'SKIPPED') skipped.add(event.marketplace);
      if (event.type === 'call' && event.outcome === 'ANSWERED') {
        refused.delete(event.marketplace);
        clockOffSince = undefined;
        unreachableSince = undefined;
      } else if (event.type === 'call' && event.outcome !== 'ABORTED' && event.badRequest !== true) {
        fail(event.marketplace, event.outcome, event.message ?? 'no answer');
      }
      if (event.type === 'token-refused') fail(event.marketplace, event.code, event.message);
    },
    get lastError() {
      return lastError;
    },
    get worstCircuit() {
      const states = new Set([...circuits.values()].map(({ state }) => state));
      if (states.has('OPEN')) return 'OPEN';
      return states.has('HALF_OPEN') ? 'HALF_OPEN' : 'CLOSED';
    },
    get openCircuits() {
      return [...circuits.values()].filter(({ state }) => state === 'OPEN');
    },
    refused,
    skipped,
    get clockOffSince() {
      return clockOffSince;
    },
    get unreachableSince() {
      return unreachableSince;
    },
  };
}
