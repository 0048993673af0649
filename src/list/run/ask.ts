import { z } from 'zod';
import type { MarketplaceCode } from '../../product/marketplace.ts';
import { fileTrouble, ListFault } from '../list-fault.ts';
import { answerOf, lookupOperation, lookupResult, type InputAnswer } from './lookup-operation.ts';

/** Inputs of one operation. */
export type Batch = { readonly inputs: readonly string[]; readonly marketplace: MarketplaceCode | undefined };

/** How an operation ended. */
export type BatchOutcome =
  | {
      readonly kind: 'answered';
      /** One for each input, in order. */
      readonly answers: readonly InputAnswer[];
      /** Upstream calls that it used, as the gateway counts them. */
      readonly calls: number;
      /** Calls that are left today for each limited source. */
      readonly leftToday: number | undefined;
    }
  /** The gateway is not there, or busy; the same batch may be sent again. */
  | { readonly kind: 'later'; readonly reason: string; readonly afterMs: number | undefined; readonly limited: boolean }
  /** The operation costs more than the gateway allows: half of it may not. */
  | { readonly kind: 'too-complex'; readonly message: string }
  /** The gateway failed, perhaps because of one of the inputs. */
  | { readonly kind: 'failed'; readonly message: string }
  /** The gateway refuses these inputs, e.g. because no source serves the marketplace. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** Sends one operation. @throws {ListFault} if no operation can ever be answered; the signal's reason when it aborts */
export type Ask = (batch: Batch, signal: AbortSignal) => Promise<BatchOutcome>;

/** Options of {@link createAsk}. */
export type AskOptions = {
  /** Sends a request to a gateway: over the network, or to one in this process. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** The address of the GraphQL endpoint. */
  readonly url: string;
  readonly key?: string | undefined;
  /** The deadline of an operation; halved as long as the gateway allows less. */
  readonly deadlineMs: number;
};

/** How much longer than its deadline an operation may take on its way. */
const graceMs = 30_000;
const leastDeadlineMs = 1_000;

/**
 * Asks a gateway with priority `bulk` and a deadline that a list needs.
 *
 * @throws {ListFault} if the key cannot be sent
 */
export function createAsk({ fetch, url, key, deadlineMs: firstDeadlineMs }: AskOptions): Ask {
  const common = headersOf(key);
  let deadlineMs = firstDeadlineMs;

  return async function ask(batch, signal) {
    const sentMs = deadlineMs;
    const headers = { ...common, 'x-gateway-deadline-ms': String(sentMs) };
    const body = JSON.stringify({ query: lookupOperation, variables: batch });
    const received = await limited(sentMs + graceMs, signal, async (within) => {
      const response = await fetch(new Request(url, { method: 'POST', headers, body, signal: within }));
      return { status: response.status, body: parsed(await response.text()) };
    });
    if ('error' in received) return later(`${url} does not answer: ${networkTrouble(received.error)}`);
    const reply = replySchema.safeParse(received.body).data;
    if (reply === undefined) return withoutGraphql(received.status, url);
    const [error] = reply.errors ?? [];
    if (error !== undefined && isDeadlineFault(error)) {
      if (sentMs <= leastDeadlineMs) throw new ListFault(`${url} refuses the list: ${error.message}`);
      deadlineMs = Math.max(leastDeadlineMs, Math.min(deadlineMs, Math.floor(sentMs / 2)));
      return await ask(batch, signal);
    }
    return outcomeOf(reply, batch, url);
  };
}

function headersOf(key: string | undefined): Readonly<Record<string, string>> {
  const headers = new Headers({
    'content-type': 'application/json',
    accept: 'application/json',
    'x-gateway-priority': 'bulk',
    'x-gateway-cost': '1',
  });
  try {
    if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
  } catch {
    // The error would show the key.
    throw new ListFault('The key has characters that cannot be sent in a header, such as a line break or “”.');
  }
  return Object.fromEntries(headers);
}

/**
 * What `act` returns, or the error of an operation that failed or took too long. `AbortSignal.timeout` and `.any` would keep
 * every operation of a long list in memory until its time is over.
 *
 * @throws the signal's reason when it aborts
 */
async function limited<T>(ms: number, signal: AbortSignal, act: (within: AbortSignal) => Promise<T>) {
  const own = new AbortController();
  const leave = () => own.abort(signal.reason);
  const timer = setTimeout(() => own.abort(new Error('it takes too long')), ms);
  signal.addEventListener('abort', leave, { once: true });
  try {
    signal.throwIfAborted();
    return await act(own.signal);
  } catch (error) {
    signal.throwIfAborted();
    return { error };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
  }
}

const errorSchema = z.object({
  message: z.string(),
  extensions: z.looseObject({ code: z.string().optional(), retryAfterMs: z.number().nullish() }).optional(),
});
const replySchema = z.object({
  data: z.object({ lookup: z.array(lookupResult) }).nullish(),
  errors: z.array(errorSchema).optional(),
  extensions: z
    .object({
      cost: z.object({ usedCalls: z.number(), permits: z.array(z.object({ leftToday: z.number().nullable() })) }),
    })
    .partial()
    .optional(),
});

type Reply = z.infer<typeof replySchema>;
type ReplyError = z.infer<typeof errorSchema>;

function outcomeOf({ data, errors, extensions }: Reply, batch: Batch, url: string): BatchOutcome {
  if (data?.lookup.length === batch.inputs.length) {
    const left = (extensions?.cost?.permits ?? []).flatMap(({ leftToday }) => leftToday ?? []);
    return {
      kind: 'answered',
      answers: data.lookup.map(answerOf),
      calls: extensions?.cost?.usedCalls ?? 0,
      leftToday: left.length === 0 ? undefined : Math.max(...left),
    };
  }
  const [error] = errors ?? [];
  const message = error?.message ?? 'the answer has no results';
  const code = error?.extensions?.code ?? '';
  if (isLimit(code)) return { kind: 'later', reason: message, afterMs: afterMsOf(error), limited: true };
  if (code === 'OPERATION_TOO_COMPLEX') return { kind: 'too-complex', message };
  if (code === 'BAD_USER_INPUT') return { kind: 'refused', code, message };
  if (fatalCodes.has(code)) throw new ListFault(`${url} refuses the list: ${message}`);
  return { kind: 'failed', message };
}

/** No batch of the list would be answered. */
const fatalCodes = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'GRAPHQL_VALIDATION_FAILED', 'PERSISTED_QUERY_ONLY']);

function isLimit(code: string): boolean {
  return code === 'RATE_LIMITED' || code === 'OVERLOADED';
}

function afterMsOf(error: ReplyError | undefined): number | undefined {
  return error?.extensions?.retryAfterMs ?? undefined;
}

/** Whether the gateway allows only shorter deadlines. */
function isDeadlineFault({ message, extensions }: ReplyError): boolean {
  return extensions?.code === 'BAD_USER_INPUT' && message.includes('x-gateway-deadline-ms');
}

/** A proxy answers in place of the gateway, or the address is another server's. */
function withoutGraphql(status: number, url: string): BatchOutcome {
  const words = `${url} answers with HTTP ${status} and no GraphQL`;
  if (status === 429 || status >= 500) return later(words);
  throw new ListFault(`${words}: is it the address of a gateway?`);
}

function later(reason: string): BatchOutcome {
  return { kind: 'later', reason, afterMs: undefined, limited: false };
}

/** undici says what happened in the cause. */
function networkTrouble(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return code === 'ECONNREFUSED'
    ? 'nothing listens there'
    : code === 'ENOTFOUND'
      ? 'its host is unknown'
      : fileTrouble(cause);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
