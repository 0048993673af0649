import { afterEach, expect, test } from 'vitest';
import { createGateway } from '../../src/gateway.ts';
import { parseConfig } from '../../src/config.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

const creatorsOnly = {
  AMAZON_PAAPI_ACCESS_KEY: '',
  AMAZON_PAAPI_SECRET_KEY: '',
  AMAZON_PAAPI_PARTNER_TAG: '',
  AMAZON_SPAPI_CLIENT_ID: '',
  AMAZON_SPAPI_CLIENT_SECRET: '',
  AMAZON_SPAPI_REFRESH_TOKEN: '',
};

async function aGatewayWith(environment: Readonly<Record<string, string>>) {
  const sandbox = stack.use(await startSandbox({ requestsPerSecond: 1000 }));
  const lines: string[] = [];
  const all = { ...sandbox.environment, ...creatorsOnly, ...environment, PORT: '0' };
  const gateway = stack.use(createGateway(parseConfig(all), { writeLog: (line) => lines.push(line) }));
  const { url } = await gateway.listen();
  const degraded = async (): Promise<unknown> => (await (await fetch(`${url}/ready`)).json()).degraded;
  const ask = async (query: string) => {
    const body = JSON.stringify({ query });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    return (await answer.json()).data;
  };
  const advice = async () => {
    const { sourceAnalytics } = await ask('{ sourceAnalytics { recommendations { severity source message } } }');
    return sourceAnalytics.recommendations;
  };
  return { lines, degraded, ask, advice };
}

test('a source without a tag for the default marketplace is named at the start, by /ready and in the advice', async () => {
  const { lines, degraded, advice } = await aGatewayWith({
    AMAZON_CREATORS_PARTNER_TAG: '',
    AMAZON_PARTNER_TAGS: 'DE=tag-21',
  });
  const message =
    'CREATORS_API is skipped for IN, the default marketplace: it has no partner tag for it; add IN=… to AMAZON_PARTNER_TAGS';
  expect(lines.slice(1).map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 'WARN', msg: message }),
  ]);
  expect(await degraded()).toEqual([message]);
  expect(await advice()).toEqual([{ severity: 'WARNING', source: 'CREATORS_API', message }]);
});

test('a source that is skipped for a marketplace that was asked for is in the advice', async () => {
  const { degraded, ask, advice } = await aGatewayWith({ AMAZON_PARTNER_TAGS: '' });
  expect(await advice()).toEqual([]);
  await ask('{ product(asin: "B000000000", marketplace: DE) { asin } }');
  expect(await advice()).toContainEqual({
    severity: 'WARNING',
    source: 'CREATORS_API',
    message: 'CREATORS_API is skipped for DE: it has no partner tag for it; add DE=… to AMAZON_PARTNER_TAGS',
  });
  expect(await degraded()).toEqual([]);
});

test('a source whose credentials are refused is named by /ready as in the advice', async () => {
  const { degraded, ask, advice } = await aGatewayWith({ AMAZON_CREATORS_CREDENTIAL_SECRET: 'wr0ngwr0ng' });
  await ask('{ product(asin: "B000000000") { asin } }');
  const [critical] = await advice();
  expect(critical.severity).toBe('CRITICAL');
  expect(critical.message).toMatch(
    /^CREATORS_API has refused the credentials for IN since .*: check AMAZON_CREATORS_…: id, /,
  );
  expect(await degraded()).toEqual([critical.message]);
});
