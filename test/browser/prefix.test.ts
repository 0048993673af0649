import { describe, expect, test } from 'vitest';
import { aGateway } from '../support/a-gateway.ts';
import { hasBrowser, openPage } from '../support/browser.ts';
import { startPrefixProxy } from '../support/prefix-proxy.ts';

const prefix = '/shop/amazon';

describe.runIf(hasBrowser).each([
  { name: 'a proxy that removes its prefix', strip: true, environment: {} },
  { name: 'a proxy that passes PUBLIC_PATH on', strip: false, environment: { PUBLIC_PATH: prefix } },
])('behind $name', ({ strip, environment }) => {
  test('GraphiQL and the dashboard work, once the key page has got a key', async () => {
    await using gateway = await aGateway({ ...environment, GATEWAY_API_KEYS: 'shop:0pen-sesame' });
    await using proxy = await startPrefixProxy(gateway.url, { prefix, strip });
    await using opened = await openPage(`${proxy.url}/graphql`);
    const { page, requests } = opened;

    await page.getByLabel('Key').fill('0pen-sesame');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.graphiql-response').getByText('"totalCount"').first().waitFor();

    await page.goto(`${proxy.url}/dashboard`);
    await page.locator('body[data-state="live"]').waitFor();
    await page.getByRole('link', { name: '/metrics' }).click();
    await page.getByText('asin_gateway_operations_total').first().waitFor();
    expect(requests.filter((url) => !url.startsWith(`${proxy.url}/`))).toEqual([]);
  }, 60_000);
});
