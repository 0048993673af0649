import { createHash } from 'node:crypto';
import { parseConfig } from '../../src/config.ts';
import { createGateway } from '../../src/gateway.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { changingSources } from './changing-sources.ts';
import type { FuzzRequest, FuzzCase } from './fuzz-case.ts';
import { createReference } from './reference.ts';
import { createSender, type Received, type Sender } from './sender.ts';
import { cursorPlaceholder } from './values.ts';

/** A difference between the gateway's answer and the reference's. */
export type Difference = { readonly request: number; readonly expected: string; readonly answered: string };

/** A gateway behind its listener and a reference, with one clock and the same answers of their sources. */
export type Comparison = AsyncDisposable & {
  /** Sends each request to both, until their answers differ. */
  readonly play: (fuzzCase: FuzzCase) => Promise<Difference | undefined>;
  /** Sends a request to the gateway alone. */
  readonly send: Sender['send'];
  /** How many operations the fast path has answered from memory. */
  readonly fastAnswers: () => number;
};

const config = parseConfig({
  PORT: '0',
  AMAZON_CREATORS_CREDENTIAL_ID: 'id',
  AMAZON_CREATORS_CREDENTIAL_SECRET: 'secret',
  AMAZON_CREATORS_VERSION: '3.2',
  AMAZON_CREATORS_PARTNER_TAG: 'tag-21',
  QUOTA_PACING: 'off',
});
const random = () => 0.5;
/** Shared, so that each accepts the other's cursors. */
const cursorKeys = async () => [Buffer.alloc(32, 7)] as const;
/** Each of these means that there are no variables. */
const withoutVariables: readonly object[] = [{}, { variables: {} }, { variables: null, operationName: null }];

/** Opens both with empty caches. */
export async function openComparison(): Promise<Comparison> {
  await using started = new AsyncDisposableStack();
  const clock = fakeClock();
  const logs: string[] = [];
  let fastAnswers = 0;
  const parts = { clock, random, cursorKeys };
  const reference = started.use(createReference({ ...parts, config, sources: changingSources(clock.wall) }));
  const gateway = started.use(
    createGateway(config, {
      ...parts,
      sources: changingSources(clock.wall),
      writeLog: (line) => void logs.push(line),
      report(event) {
        if (event.type !== 'operation') return;
        reference.report(event);
        // Without tracing, only the server gives an operation an identity.
        if (event.outcome === 'OK' && event.operationRef === undefined) fastAnswers += 1;
      },
    }),
  );
  const { url } = await gateway.listen();
  const sender = started.use(createSender(url));
  const opened = started.move();
  let cursor: string | undefined;

  /** The answer. A fault of the gateway is added to its text, so that it equals no expected answer. */
  function withFaults({ status, text }: Received): Received {
    const trouble = logs.splice(0).filter((line) => /"level":"(ERROR|FATAL)"/.test(line));
    const fault = status >= 500 ? [`HTTP ${status}`, ...trouble] : trouble;
    return { status, text: fault.length === 0 ? text : `${text}\n${fault.join('\n')}` };
  }

  async function answered(query: string, { by, operationName, variables }: FuzzRequest): Promise<string> {
    const post = async (body: object) => withFaults(await sender.post(JSON.stringify(body))).text;
    const rest = {
      ...(Object.keys(variables).length > 0 ? { variables } : withoutVariables[query.length % withoutVariables.length]),
      ...(operationName !== null && { operationName }),
    };
    if (by === 'text') return await post({ query, ...rest });
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const byHash = { ...rest, extensions: { persistedQuery: { version: 1, sha256Hash } } };
    const body = await post(byHash);
    return body.includes('PERSISTED_QUERY_NOT_FOUND') ? await post({ query, ...byHash }) : body;
  }

  return {
    async play(randomCase) {
      for (const index of randomCase.requests.keys()) {
        const fuzzCase = withCursor(randomCase, cursor);
        const request = fuzzCase.requests[index];
        if (request === undefined) break;
        clock.advance(request.waitMs);
        // The reference comes first, because the gateway then reports to it how the operation ended.
        const expected = await reference.answer(fuzzCase.query, request);
        const body = await answered(fuzzCase.query, request);
        cursor = /ursor":"([^"]+)"/.exec(expected)?.[1] ?? cursor;
        if (body !== expected) return { request: index, expected, answered: body };
      }
      return undefined;
    },
    send: async (sent) => withFaults(await sender.send(sent)),
    fastAnswers: () => fastAnswers,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Replaces the placeholder by the latest cursor of an answer, which a random operation cannot know. */
function withCursor(fuzzCase: FuzzCase, cursor: string | undefined): FuzzCase {
  if (cursor === undefined) return fuzzCase;
  const filled: FuzzCase = JSON.parse(JSON.stringify(fuzzCase).replaceAll(cursorPlaceholder, cursor));
  return filled;
}
