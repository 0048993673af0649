import { expect, test } from 'vitest';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { aServer } from '../support/a-server.ts';
import { aGateway } from '../support/a-gateway.ts';

const asins = sandboxProducts('IN').map(({ asin }) => asin);

test('refused credentials are posted to the webhook, without a secret, and logged', async () => {
  const posted: string[] = [];
  const arrived = Promise.withResolvers<void>();
  await using receiver = await aServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      posted.push(body);
      response.end();
      arrived.resolve();
    });
  });
  await using gateway = await aGateway(
    { ALERT_WEBHOOK_URL: `${receiver.origin}/hooks/t0ken` },
    { sources: ['CREATORS_API', 'SCRAPING'] },
  );
  gateway.sandbox.misbehave('creators', { kind: 'credentials' });
  await gateway.ask(`{ product(asin: "${asins[0]}") { title } }`);
  await arrived.promise;

  expect(JSON.parse(posted[0] ?? '')).toMatchObject({
    service: 'asin-gateway',
    condition: 'credentials refused CREATORS_API IN lookup',
    state: 'RAISED',
    text: 'CREATORS_API refuses the credentials for IN (lookup).',
  });
  const secrets = Object.entries(gateway.sandbox.environment).filter(([name]) => /SECRET|_KEY|REFRESH|_ID$/.test(name));
  expect(secrets.length).toBeGreaterThan(4);
  for (const [, secret] of secrets) expect(posted.join('')).not.toContain(secret);
  expect(gateway.logs.join('')).not.toContain('t0ken');
});
