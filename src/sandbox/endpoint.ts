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
  /** The exact bytes, which is what signatures are over. */
  readonly body: Buffer;
};

/** What a call is about, for the log; filled in as far as the request can be read. */
export type CallSubject = {
  readonly operation: string;
  readonly marketplace?: MarketplaceCode;
  /** The asked ASINs, in the order they were asked. */
  readonly asins?: readonly string[];
  /** What was searched for. */
  readonly query?: string;
  /** Which page of the search, 1 being the first; a token where the interface has tokens. */
  readonly page?: string;
};

/** An interface's own words for the faults that it tells of itself; the others happen to the connection. */
export type FaultReplies = {
  /** `headers` holds `Retry-After` when the fault has one. */
  throttle(headers: Readonly<Record<string, string>>): Reply;
  outage(status: 500 | 503): Reply;
  credentials(): Reply;
};

/** One of Amazon's interfaces. Each is served from an origin of its own, as in real life. */
export type Endpoint = {
  readonly api: SandboxApi;
  readonly faults: FaultReplies;
  /** Never throws, whatever was sent. */
  describe(request: ReceivedRequest): CallSubject;
  /** May throw a Refusal instead of returning it. */
  answer(request: ReceivedRequest): Reply;
};
