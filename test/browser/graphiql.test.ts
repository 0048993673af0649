import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { aGateway } from '../support/a-gateway.ts';
import { hasBrowser, openPage } from '../support/browser.ts';

/** Presses and releases the mouse button where the tab is, as a hand does: whatever is there then gets the click. */
async function clickOnce(page: Page, tab: Locator): Promise<void> {
  const { x, y, width, height } = (await tab.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  // Two frames, in which the page can react.
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
  await page.mouse.up();
  await expect.poll(() => tab.locator('..').getAttribute('aria-selected'), { timeout: 5_000 }).toBe('true');
}

describe.runIf(hasBrowser)('GraphiQL in a browser', () => {
  test('asks nobody but the gateway, complains of nothing, and runs every example', async () => {
    await using gateway = await aGateway();
    await using opened = await openPage(`${gateway.url}/graphql`);
    const { page, complaints, requests } = opened;
    const tabs = page.locator('.graphiql-tab-button');
    await tabs.nth(4).waitFor();
    expect(await tabs.count()).toBe(7);

    for (const [index, field] of ['search', 'product', 'products', 'india', 'sourceAnalytics'].entries()) {
      await clickOnce(page, tabs.nth(index));
      // GraphiQL learns of the new text later.
      const run = async () => {
        await page.locator('.graphiql-execute-button').click();
        return await page.locator('.graphiql-response').innerText();
      };
      await expect.poll(run, { interval: 300, timeout: 5_000 }).toContain(`"${field}"`);
    }

    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(`${gateway.url}/`))).toEqual([]);
  }, 60_000);

  test('stacks its panes on a phone, with the whole width for each, and opens its documentation over them', async () => {
    await using gateway = await aGateway();
    await using opened = await openPage(`${gateway.url}/graphql`, { width: 390, height: 844, colorScheme: 'light' });
    const { page } = opened;
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.graphiql-response').getByText('"search"').first().waitFor();
    const editor = await page.locator('.graphiql-editors').boundingBox();
    const response = await page.locator('.graphiql-response').boundingBox();
    expect(Math.min(editor?.width ?? 0, response?.width ?? 0)).toBeGreaterThan(350);
    expect(response?.y).toBeGreaterThanOrEqual((editor?.y ?? 0) + (editor?.height ?? 0));
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await page.evaluate('visualViewport.scale')).toBe(1);

    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByText('Root Types').waitFor();
    expect((await page.locator('.graphiql-plugin').boundingBox())?.width).toBe(390);
    await page.getByRole('button', { name: 'Hide Documentation Explorer' }).click();
    await page.locator('.graphiql-editors').waitFor();
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
