import type { IncomingHttpHeaders } from 'node:http';
import type { MarketplaceCode } from '../product/marketplace.ts';
import type { Reply } from './reply.ts';
import type { SandboxApi } from './fault.ts';

/** A request that has been read to its end. */
export type ReceivedRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The exact bytes, which signatures cover. */
  readonly body: Buffer;
};

/** The content of a call for the log, as far as the request can be read. */
export type CallSubject = {
  readonly operation: string;
  readonly marketplace?: MarketplaceCode;
  /** The requested ASINs, in the request's order. */
  readonly asins?: readonly string[];
  /** The words of a search. */
  readonly query?: string;
  /** The page of a search, from 1; a token where the interface has page tokens. */
  readonly page?: string;
};

/** An interface's own answers to the faults that are answers. */
export type FaultReplies = {
  /** `headers` holds `Retry-After` when the fault has one. */
  throttle(headers: Readonly<Record<string, string>>): Reply;
  outage(status: 500 | 503): Reply;
  credentials(): Reply;
};

/** One of Amazon's interfaces. Each is served from an origin of its own, as at Amazon. */
export type Endpoint = {
  readonly api: SandboxApi;
  readonly faults: FaultReplies;
  /** Never throws, whatever the request holds. */
  describe(request: ReceivedRequest): CallSubject;
  /** May throw a Refusal instead of returning it. */
  answer(request: ReceivedRequest): Reply;
};
