import type { Asin } from './product/asin.ts';
import type { MarketplaceCode } from './product/marketplace.ts';
import type { Product } from './product/product.ts';
import type { Attempt, CircuitState, FailureCode, SourceId, UpstreamOperation } from './vocabulary.ts';

/**
 * Everything that the gateway reports. Its logic reports these events and nothing else; logs, metrics, traces, analytics
 * and alerts are listeners. Durations are milliseconds. `operationRef` is an object whose identity stands for a GraphQL
 * operation.
 */
export type GatewayEvent =
  /** An upstream call ended. `ABORTED`: every waiter had left, which says nothing about the source. */
  | {
      readonly type: 'call';
      readonly source: SourceId;
      readonly marketplace: MarketplaceCode;
      readonly operation: UpstreamOperation;
      readonly outcome: 'ANSWERED' | 'ABORTED' | FailureCode;
      readonly durationMs: number;
      /** ASINs (or searches) in the call, and how many it could carry. */
      readonly items: number;
      readonly slots: number;
      readonly message?: string;
      /** The request itself was invalid or was never sent: the failure does not count against the source. */
      readonly badRequest?: boolean;
      /** The operation that had waited longest for the call. */
      readonly operationRef?: object | undefined;
    }
  /** A source has no access token, because its token endpoint failed or refused. */
  | {
      readonly type: 'token-refused';
      readonly source: SourceId;
      readonly marketplace: MarketplaceCode;
      readonly code: FailureCode;
      readonly message: string;
    }
  /**
   * A permit was taken for a call whose oldest lookup had waited `waitedMs`; `queued` lookups of the account still
   * wait.
   */
  | { readonly type: 'permit'; readonly source: SourceId; readonly waitedMs: number; readonly queued: number }
  | {
      readonly type: 'circuit';
      readonly source: SourceId;
      readonly marketplace: MarketplaceCode;
      readonly operation: UpstreamOperation;
      readonly state: CircuitState;
      /** The class of the failure that opened it. */
      readonly code?: string;
      /** The account, unless it is the one of the plain variables. */
      readonly account?: string;
    }
  /** The upstream answered 429; `perSecond` is the new rate. */
  | { readonly type: 'throttled'; readonly source: SourceId; readonly perSecond: number }
  /** One source was tried, or skipped, for one product. */
  | {
      readonly type: 'attempt';
      readonly marketplace: MarketplaceCode;
      readonly attempt: Attempt;
      readonly operationRef?: object;
    }
  /** The quality of a fetched product was scored. */
  | { readonly type: 'scored'; readonly source: SourceId; readonly product: Product; readonly overall: number }
  /** A batch of keys was read from the cache. */
  | {
      readonly type: 'cache';
      readonly fresh: number;
      readonly stale: number;
      readonly missed: number;
      /** Entries that came from the store behind the process's memory. */
      readonly fromStore?: { readonly fresh: number; readonly stale: number };
    }
  /** The coordination between instances failed or works again; while it is down, each instance works alone. */
  | { readonly type: 'sharing'; readonly state: 'UP' | 'DOWN'; readonly reason?: string }
  /** A cache operation failed; the request continued without the store. */
  | { readonly type: 'store-failed'; readonly action: 'read' | 'write'; readonly message: string }
  /** The cache store behind the process's memory cannot be used as configured (`DOWN`), or can be again (`UP`). */
  | { readonly type: 'store'; readonly state: 'UP' | 'DOWN'; readonly detail?: string }
  /**
   * A value from the cache store (`store`) or from another instance (`lease`) has the wrong shape, or belongs to another
   * question, and was not used. `key` is the question.
   */
  | { readonly type: 'unreadable'; readonly where: 'store' | 'lease'; readonly key: string }
  /** A clock, ours or Redis's, shows an impossible date; `days` is its error, negative when it is behind. */
  | { readonly type: 'clock-error'; readonly days: number; readonly message: string }
  /** A stale copy was served; its refresh continues in the background. */
  | { readonly type: 'stale-served'; readonly marketplace: MarketplaceCode }
  /** A field was read from a page by `rule`; `none`: no rule matched. */
  | {
      readonly type: 'rule';
      readonly source: SourceId;
      readonly marketplace: MarketplaceCode;
      readonly field: string;
      readonly rule: string;
    }
  /** One product lookup was answered. */
  | {
      readonly type: 'answered';
      readonly asin: Asin;
      readonly marketplace: MarketplaceCode;
      readonly outcome: 'FOUND' | 'NOT_FOUND' | 'UNAVAILABLE';
      readonly cacheStatus?: 'LIVE' | 'FRESH' | 'STALE';
      readonly attempts: readonly Attempt[];
    }
  /** An HTTP exchange ended. `path` is a known path or `other`. `ABORTED`: the client disconnected first. */
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
      /** The name of the client's API key. */
      readonly client?: string;
      readonly outcome: 'OK' | 'PARTIAL' | 'FAILED' | 'REFUSED';
      readonly durationMs: number;
      /** Absent when the request was refused before its operation was known. */
      readonly operationRef?: object;
    }
  /** A source's success rate fell below the threshold (`low`) or recovered. Both are between 0 and 1. */
  | {
      readonly type: 'success-rate';
      readonly source: SourceId;
      readonly low: boolean;
      readonly successRate: number;
      readonly threshold: number;
    }
  /** A request was rejected: it had no valid API key, exceeded a rate limit, or its key has not the needed role. `client` is the name of its key. */
  | {
      readonly type: 'request-rejected';
      readonly code: 'UNAUTHENTICATED' | 'RATE_LIMITED' | 'FORBIDDEN';
      readonly address: string;
      readonly client?: string;
    }
  /** An alert was posted to the webhook; with `failure`, it could not be posted. */
  | {
      readonly type: 'alert';
      readonly condition: string;
      readonly state: 'RAISED' | 'CLEARED';
      readonly failure?: string;
    }
  /** The gateway was told to stop. It serves as before for `delayMs`, then it accepts no more connections. */
  | {
      readonly type: 'stop-began';
      readonly connections: number;
      readonly requests: number;
      readonly delayMs: number;
    }
  /**
   * The gateway has stopped. `answered` counts the requests since the stop began. The other counts are what did not end in
   * time and was cut.
   */
  | {
      readonly type: 'stop-ended';
      readonly durationMs: number;
      readonly answered: number;
      readonly cutRequests: number;
      readonly cutConnections: number;
      readonly cutTasks: number;
    }
  /** An unexpected error, which the client sees masked. */
  | { readonly type: 'unexpected'; readonly error: unknown; readonly where: string };

/** Receives events. Never throws. */
export type Report = (event: GatewayEvent) => void;

/** Called when an operation, whose request arrived `agoMs` ago, is about to be executed. */
export type OperationBegan = (operationRef: object, headers: Pick<Headers, 'get'>, agoMs: number) => void;

/** An upstream call that is about to be sent. */
export type CallDetails = {
  readonly source: SourceId;
  readonly marketplace: MarketplaceCode;
  readonly operation: UpstreamOperation;
  readonly items: number;
  /** The operations that wait for it, the longest wait first. */
  readonly operationRefs: readonly object[];
};

/** Wraps the execution of an upstream call; results and errors pass through. */
export type AroundCall = <T>(call: CallDetails, perform: () => Promise<T>) => Promise<T>;

/** Combines several listeners into one, which calls them in order. */
export function reportTo(...listeners: readonly Report[]): Report {
  return (event) => {
    for (const listen of listeners) listen(event);
  };
}
