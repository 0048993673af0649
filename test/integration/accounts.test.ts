import { expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { aRunningGateway } from '../support/a-gateway.ts';
import { askProduct } from './questions.ts';

const asins = sandboxProducts('IN').map(({ asin }) => asin);
const query = `{ sourceAnalytics { sources {
  source quota { perDay } accounts { name circuit queued quota { usedToday remainingToday } }
} } }`;

test('two accounts share the questions; one with a refused credential costs no answer, and no credential is shown', async () => {
  await using sandbox = await startSandbox({ requestsPerSecond: 1_000 });
  const { environment } = sandbox;
  const good = {
    credentialId: environment['AMAZON_CREATORS_CREDENTIAL_ID'],
    credentialSecret: environment['AMAZON_CREATORS_CREDENTIAL_SECRET'],
    version: environment['AMAZON_CREATORS_VERSION'],
  };
  const refused = { ...good, credentialId: 'refused-id', credentialSecret: 'refused-secret' };
  const tags = { IN: environment['AMAZON_CREATORS_PARTNER_TAG'] };
  await using gateway = await aRunningGateway({
    AMAZON_CREATORS_ENDPOINT: environment['AMAZON_CREATORS_ENDPOINT'] ?? '',
    AMAZON_CREATORS_TOKEN_ENDPOINT: environment['AMAZON_CREATORS_TOKEN_ENDPOINT'] ?? '',
    SCRAPING_FALLBACK_ENABLED: 'false',
    AMAZON_ACCOUNTS: JSON.stringify([
      { name: 'broken', creators: refused, tags, requestsPerDay: 1_000 },
      { name: 'working', creators: good, tags, requestsPerSecond: 100, requestsPerDay: 500 },
    ]),
  });
  const answers = await Promise.all(asins.slice(0, 15).map((asin) => askProduct(gateway, asin)));
  expect(answers.map(({ product }) => product?.provenance.source)).toEqual(answers.map(() => 'CREATORS_API'));
  const calls = sandbox.calls.filter(({ operation }) => operation === 'getItems').length;
  const shown = (await gateway.ask(query)).data;
  expect(shown).toMatchObject({
    sourceAnalytics: {
      sources: expect.arrayContaining([
        {
          source: 'CREATORS_API',
          quota: { perDay: 1_500 },
          accounts: [
            { name: 'broken', circuit: 'OPEN', queued: 0, quota: { usedToday: 0, remainingToday: 1_000 } },
            { name: 'working', circuit: 'CLOSED', queued: 0, quota: { usedToday: calls, remainingToday: 500 - calls } },
          ],
        },
        { source: 'PA_API', quota: null, accounts: [] },
      ]),
    },
  });
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metrics).toContain(`asin_gateway_account_quota_used{source="CREATORS_API",account="working"} ${calls}`);
  expect(metrics).toContain('asin_gateway_account_circuit_state{source="CREATORS_API",account="broken"} 2');
  expect(metrics).toMatch(/asin_gateway_circuit_state\{source="CREATORS_API",.*account="broken"\} 2/);
  const written = `${JSON.stringify(shown)} ${metrics} ${gateway.logs.join('\n')}`;
  for (const secret of ['refused-id', 'refused-secret', good.credentialId ?? '', good.credentialSecret ?? '']) {
    expect(written).not.toContain(secret);
  }
});
