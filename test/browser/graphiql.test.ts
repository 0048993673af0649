import { describe, expect, test } from 'vitest';
import { aGateway } from '../support/a-gateway.ts';
import { hasBrowser, openPage } from '../support/browser.ts';

describe.runIf(hasBrowser)('GraphiQL in a browser', () => {
  test('asks nobody but the gateway, complains of nothing, and runs every example', async () => {
    await using gateway = await aGateway();
    await using opened = await openPage(`${gateway.url}/graphql`);
    const { page, complaints, requests } = opened;
    const tabs = page.locator('.graphiql-tab-button');
    await tabs.nth(4).waitFor();
    expect(await tabs.count()).toBe(5);

    for (const [index, field] of ['search', 'product', 'products', 'india', 'sourceAnalytics'].entries()) {
      // GraphiQL loses a first click of the mouse while its editor has the focus, and learns of the new text later.
      await tabs.nth(index).dispatchEvent('click');
      const run = async () => {
        await page.locator('.graphiql-execute-button').click();
        return await page.locator('.graphiql-response').innerText();
      };
      await expect.poll(run, { interval: 300, timeout: 5_000 }).toContain(`"${field}"`);
    }

    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(`${gateway.url}/`))).toEqual([]);
  }, 60_000);

  test('is behind a page that asks for the key, where keys are set', async () => {
    await using gateway = await aGateway({ GATEWAY_API_KEYS: 'shop:k3y;0f%the"sh0p' });
    await using opened = await openPage(`${gateway.url}/graphql`);
    const { page } = opened;
    const [field, open] = [page.getByLabel('Key'), page.getByRole('button', { name: 'Open' })];

    await field.fill('not it');
    await open.click();
    await page.getByText('This gateway does not accept that key.').waitFor();
    await field.fill('k3y;0f%the"sh0p');
    await open.click();

    await page.locator('.graphiql-execute-button').click();
    await page.locator('.graphiql-response').getByText('"totalCount"').first().waitFor();
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(opened.requests.filter((url) => !url.startsWith(`${gateway.url}/`))).toEqual([]);
  }, 60_000);
});
