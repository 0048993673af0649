import { parseConfig } from '../../src/config.ts';
import { createGateway } from '../../src/gateway.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { Clock } from '../../src/clock.ts';
import { readAnswer, type Answered } from '../graphql/a-graphql-server.ts';

/** A source, as the schema names it. */
export type SourceName = 'CREATORS_API' | 'PA_API' | 'SP_API' | 'SCRAPING';

/** A gateway behind a socket, with a client for it. */
export type Asked = AsyncDisposable & {
  readonly url: string;
  /** Finished log lines. */
  readonly logs: readonly string[];
  /** Posts one operation. */
  readonly ask: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Answered>;
};

/** A gateway in front of the sandbox. Both use one clock, which starts at noon. */
export type TestGateway = Asked & {
  readonly sandbox: Sandbox;
  /** Calls of one of the sandbox's interfaces. Token calls belong to an interface of their own. */
  readonly calls: (api: Sandbox['calls'][number]['api']) => Sandbox['calls'];
  /** Moves the clock forward. Timers that are running are not affected. */
  readonly passTime: (durationMs: number) => void;
};

/** Options of `aGateway`. */
export type TestGatewayOptions = {
  /** The configured sources; all of them by default. */
  readonly sources?: readonly SourceName[];
  readonly sandbox?: SandboxOptions;
};

const noon = Date.parse('2026-06-15T12:00:00Z');

/**
 * Rates that make a test quick. The sandbox allows far more, so that a delay on a busy machine never causes a 429. At such
 * rates a day's calls never last, so that pacing would slow each test.
 */
const quick = { MAX_REQUESTS_PER_SECOND: '200', SCRAPING_REQUESTS_PER_SECOND: '200', QUOTA_PACING: 'off' };
const sandboxRate = 10_000;

/** Starts a sandbox and a gateway on free ports. `environment` overrides the sandbox's variables and the quick rates. */
export async function aGateway(
  environment: Readonly<Record<string, string>> = {},
  options: TestGatewayOptions = {},
): Promise<TestGateway> {
  const clock = aMovableClock();
  await using started = new AsyncDisposableStack();
  const sandbox = started.use(
    await startSandbox({ now: clock.wall, requestsPerSecond: sandboxRate, ...options.sandbox }),
  );
  const configured = { ...quick, ...sandbox.environment, ...onlySources(options.sources), ...environment };
  const gateway = started.use(await aRunningGateway(configured, clock));
  const resources = started.move();
  return {
    ...gateway,
    sandbox,
    calls: (api) => sandbox.calls.filter((call) => call.api === api),
    passTime: clock.pass,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Starts a gateway with only this environment, on a free port. */
export async function aRunningGateway(environment: Readonly<Record<string, string>>, clock?: Clock): Promise<Asked> {
  const logs: string[] = [];
  const config = parseConfig({ PORT: '0', SCRAPING_FALLBACK_ENABLED: 'true', ...environment });
  const writeLog = (line: string) => void logs.push(line);
  // A client of these tests sends nothing more once it has its answer.
  const listenerLimits = { idleGraceMs: 30 };
  const gateway = createGateway(config, { writeLog, listenerLimits, ...(clock !== undefined && { clock }) });
  const { url } = await gateway.listen();
  return {
    url,
    logs,
    async ask(query, variables = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      return readAnswer(await response.text());
    },
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

/** The variables that are unset to leave a source unconfigured. */
const credentials: Readonly<Record<SourceName, readonly string[]>> = {
  CREATORS_API: ['CREDENTIAL_ID', 'CREDENTIAL_SECRET', 'VERSION', 'PARTNER_TAG'].map(
    (name) => `AMAZON_CREATORS_${name}`,
  ),
  PA_API: ['ACCESS_KEY', 'SECRET_KEY', 'PARTNER_TAG'].map((name) => `AMAZON_PAAPI_${name}`),
  SP_API: ['CLIENT_ID', 'CLIENT_SECRET', 'REFRESH_TOKEN'].map((name) => `AMAZON_SPAPI_${name}`),
  SCRAPING: [],
};

/** Variables that leave only these sources configured. Absent: all of them. */
export function onlySources(kept: readonly SourceName[] | undefined): Readonly<Record<string, string>> {
  if (kept === undefined) return {};
  const names: readonly SourceName[] = ['CREATORS_API', 'PA_API', 'SP_API'];
  const unset = names.filter((name) => !kept.includes(name)).flatMap((name) => credentials[name]);
  return {
    ...Object.fromEntries(unset.map((variable) => [variable, ''])),
    SCRAPING_FALLBACK_ENABLED: String(kept.includes('SCRAPING')),
  };
}

function aMovableClock() {
  const startedAt = performance.now();
  let passedMs = 0;
  const monotonic = () => performance.now() + passedMs;
  return {
    monotonic,
    wall: () => Math.floor(noon + monotonic() - startedAt),
    pass: (durationMs: number) => void (passedMs += durationMs),
  };
}
