import type { Asin } from './product/asin.ts';
import type { MarketplaceCode } from './product/marketplace.ts';
import type { Product } from './product/product.ts';
import type { Attempt, CircuitState, FailureCode, SourceId, UpstreamOperation } from './vocabulary.ts';

/**
 * Everything worth telling. The logic reports these and nothing else; logs, metrics, traces and analytics are
 * listeners. Durations are milliseconds.
 */
export type GatewayEvent =
  /** An upstream call ended. `ABORTED`: nobody waited for it any more, which says nothing about the source. */
  | {
      readonly type: 'call';
      readonly source: SourceId;
      readonly marketplace: MarketplaceCode;
      readonly operation: UpstreamOperation;
      readonly outcome: 'ANSWERED' | 'ABORTED' | FailureCode;
      readonly durationMs: number;
      /** How many ASINs (or searches) the call carried, and how many of its seats that is. */
      readonly items: number;
      readonly seats: number;
      readonly message?: string;
      /** The request was at fault as it was written, or never left: the failure is not the source's. */
      readonly badRequest?: boolean;
      /** The operation that had waited longest for it, by identity. */
      readonly asker?: object | undefined;
    }
  /** A source could not get ready for calls: its token endpoint failed or refused. */
  | {
      readonly type: 'not-ready';
      readonly source: SourceId;
      readonly marketplace: MarketplaceCode;
      readonly code: FailureCode;
      readonly message: string;
    }
  /** A call was formed after its oldest ask had waited so long; `queued` asks of the account still wait. */
  | { readonly type: 'permit'; readonly source: SourceId; readonly waitedMs: number; readonly queued: number }
  | {
      readonly type: 'circuit';
      readonly source: SourceId;
      readonly marketplace: MarketplaceCode;
      readonly operation: UpstreamOperation;
      readonly state: CircuitState;
      /** The class of failure that opened it. */
      readonly code?: string;
    }
  /** The upstream answered 429; `perSecond` is the rate from now on. */
  | { readonly type: 'throttled'; readonly source: SourceId; readonly perSecond: number }
  /** One step of one product's trail ended. */
  | {
      readonly type: 'attempt';
      readonly marketplace: MarketplaceCode;
      readonly attempt: Attempt;
      /** The operation it was made for, by identity. */
      readonly asker?: object;
    }
  /** A source's product was scored. */
  | { readonly type: 'scored'; readonly source: SourceId; readonly product: Product; readonly overall: number }
  /** Copies found when a batch of keys was read. */
  | {
      readonly type: 'cache';
      readonly fresh: number;
      readonly stale: number;
      readonly missed: number;
      /** How many of them were not in the process's memory but in the store behind it. */
      readonly fromStore?: { readonly fresh: number; readonly stale: number };
    }
  /** What instances share can be reached again, or cannot: each then goes on by itself. */
  | { readonly type: 'sharing'; readonly state: 'UP' | 'DOWN'; readonly reason?: string }
  /** The store failed; the operation went on without it. */
  | { readonly type: 'store-failed'; readonly action: 'read' | 'write'; readonly message: string }
  /** The store behind the process's memory is no longer used as it should be (`DOWN`), or is again. */
  | { readonly type: 'store'; readonly state: 'UP' | 'DOWN'; readonly detail?: string }
  /**
   * A value that another process kept (`store`) or told (`lease`) has the wrong shape, or answers another question, and
   * was not used. `key` is the question.
   */
  | { readonly type: 'unreadable'; readonly where: 'store' | 'lease'; readonly key: string }
  /** A clock, ours or Redis's, shows a day that cannot be; `days` is by how many it is off, negative when behind. */
  | { readonly type: 'clock-error'; readonly days: number; readonly message: string }
  /** A stale copy answered; its refresh goes on behind the answer. */
  | { readonly type: 'stale-served'; readonly marketplace: MarketplaceCode }
  /** Which rule found a page's field; `none` when no rule did. */
  | {
      readonly type: 'rule';
      readonly source: SourceId;
      readonly marketplace: MarketplaceCode;
      readonly field: string;
      readonly rule: string;
    }
  /** One product lookup was answered, with its path through the chain. */
  | {
      readonly type: 'answered';
      readonly asin: Asin;
      readonly marketplace: MarketplaceCode;
      readonly outcome: 'FOUND' | 'NOT_FOUND' | 'UNAVAILABLE';
      readonly cacheStatus?: 'LIVE' | 'FRESH' | 'STALE';
      readonly attempts: readonly Attempt[];
    }
  /** An HTTP exchange ended; `path` is one that is served, or `other`. `ABORTED`: the client had gone. */
  | {
      readonly type: 'http';
      readonly method: string;
      readonly path: string;
      readonly status: number | 'ABORTED';
      readonly durationMs: number;
    }
  /** A GraphQL operation was answered. */
  | {
      readonly type: 'operation';
      readonly name: string | undefined;
      readonly kind: string;
      /** The name of the key that it came with. */
      readonly client?: string;
      readonly outcome: 'OK' | 'PARTIAL' | 'FAILED' | 'REFUSED';
      readonly durationMs: number;
      /** The operation itself, by identity; absent when it was refused before it became one. */
      readonly asker?: object;
    }
  /** A source's share of answered calls fell below the alert line (`low`), or is back above it; shares are 0 to 1. */
  | {
      readonly type: 'success-rate';
      readonly source: SourceId;
      readonly low: boolean;
      readonly successRate: number;
      readonly line: number;
    }
  /** A request was not let in: without a key of ours, or too often; `client` is the name of the key it came with. */
  | { readonly type: 'turned-away'; readonly code: 'UNAUTHENTICATED' | 'RATE_LIMITED'; readonly client?: string }
  /** Somebody outside was told that something is wrong, or right again, or could not be told. */
  | {
      readonly type: 'alert';
      readonly condition: string;
      readonly state: 'RAISED' | 'CLEARED';
      readonly failure?: string;
    }
  /** Something unexpected was masked from the client. */
  | { readonly type: 'unexpected'; readonly error: unknown; readonly where: string };

/** Where events go. Never throws. */
export type Report = (event: GatewayEvent) => void;

/** Told when an operation that came `agoMs` ago is about to be answered. */
export type OperationBegan = (asker: object, headers: Pick<Headers, 'get'>, agoMs: number) => void;

/** An upstream call that is about to leave, and the operations that wait for it, the longest first. */
export type AboutCall = {
  readonly source: SourceId;
  readonly marketplace: MarketplaceCode;
  readonly operation: UpstreamOperation;
  readonly items: number;
  readonly askers: readonly object[];
};

/** Makes an upstream call with something around it; answers and errors pass through. */
export type AroundCall = <T>(about: AboutCall, perform: () => Promise<T>) => Promise<T>;

/** One report for several listeners, in order. */
export function reportTo(...listeners: readonly Report[]): Report {
  return (event) => {
    for (const listen of listeners) listen(event);
  };
}
