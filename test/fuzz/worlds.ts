import { createHash } from 'node:crypto';
import { parseConfig } from '../../src/config.ts';
import { createGateway } from '../../src/gateway.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { fickleSources } from './fickle-sources.ts';
import type { Asking, FuzzCase } from './fuzz-case.ts';
import { createReference } from './reference.ts';
import { createSender, type Received, type Sender } from './sender.ts';
import { cursorToCome } from './values.ts';

/** How an answer differed from the one that it should have been. */
export type Difference = { readonly asking: number; readonly expected: string; readonly answered: string };

/** A gateway behind its listener and a reference beside it, which live by one clock and are told the same. */
export type Worlds = AsyncDisposable & {
  /** Asks both of them the same, in turn, until they differ. */
  readonly play: (fuzzCase: FuzzCase) => Promise<Difference | undefined>;
  /** To the gateway alone. */
  readonly send: Sender['send'];
};

const config = parseConfig({
  PORT: '0',
  AMAZON_CREATORS_CREDENTIAL_ID: 'id',
  AMAZON_CREATORS_CREDENTIAL_SECRET: 'secret',
  AMAZON_CREATORS_VERSION: '3.2',
  AMAZON_CREATORS_PARTNER_TAG: 'tag-21',
});
const random = () => 0.5;
/** The same for both, so that one reads the other's cursors. */
const cursorKeys = async () => [Buffer.alloc(32, 7)] as const;
/** All of these mean that there are none. */
const withoutVariables: readonly object[] = [{}, { variables: {} }, { variables: null, operationName: null }];

/** Opens both, with nothing remembered. */
export async function openWorlds(): Promise<Worlds> {
  await using started = new AsyncDisposableStack();
  const clock = fakeClock();
  const logs: string[] = [];
  const parts = { clock, random, cursorKeys };
  const reference = started.use(createReference({ ...parts, config, sources: fickleSources(clock.wall) }));
  const gateway = started.use(
    createGateway(config, {
      ...parts,
      sources: fickleSources(clock.wall),
      writeLog: (line) => void logs.push(line),
      report: (event) => void (event.type === 'operation' && reference.report(event)),
    }),
  );
  const { url } = await gateway.listen();
  const sender = started.use(createSender(url));
  const opened = started.move();
  let cursor: string | undefined;

  /** The answer; what is the gateway's own fault stands beside it, so that it equals nothing. */
  function judged({ status, text }: Received): Received {
    const trouble = logs.splice(0).filter((line) => /"level":"(ERROR|FATAL)"/.test(line));
    const fault = status >= 500 ? [`HTTP ${status}`, ...trouble] : trouble;
    return { status, text: fault.length === 0 ? text : `${text}\n${fault.join('\n')}` };
  }

  async function answered(query: string, { by, operationName, variables }: Asking): Promise<string> {
    const post = async (body: object) => judged(await sender.post(JSON.stringify(body))).text;
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
      for (const index of randomCase.askings.keys()) {
        const fuzzCase = withCursor(randomCase, cursor);
        const asking = fuzzCase.askings[index];
        if (asking === undefined) break;
        clock.advance(asking.waitMs);
        // The reference first: it must not yet know how the gateway's operation ended.
        const expected = await reference.answer(fuzzCase.query, asking);
        const body = await answered(fuzzCase.query, asking);
        cursor = /ursor":"([^"]+)"/.exec(expected)?.[1] ?? cursor;
        if (body !== expected) return { asking: index, expected, answered: body };
      }
      return undefined;
    },
    send: async (sent) => judged(await sender.send(sent)),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** A random operation cannot know a cursor: it asks with the latest one that an answer told. */
function withCursor(fuzzCase: FuzzCase, cursor: string | undefined): FuzzCase {
  if (cursor === undefined) return fuzzCase;
  const filled: FuzzCase = JSON.parse(JSON.stringify(fuzzCase).replaceAll(cursorToCome, cursor));
  return filled;
}
