import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { hasBrowser, openPage, type Look } from '../support/browser.ts';
import { askSearch } from '../integration/questions.ts';
import { aGateway } from '../support/a-gateway.ts';
import { seriousViolations } from './axe.ts';

const looks: readonly Look[] = [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 1280, height: 800, colorScheme: 'dark' },
  { width: 390, height: 844, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
];

describe.runIf(hasBrowser)('the control page', () => {
  test.each(looks)('fits $width pixels and has no serious fault in $colorScheme', async (look) => {
    await using sandbox = await startSandbox();
    sandbox.misbehave('creators', { kind: 'latency', latencyMs: 1234 });
    await using control = await openPage(sandbox.origin, look);
    await control.page.getByText('Fault: slow, 1,234 ms').waitFor();
    expect(await seriousViolations(control.page)).toEqual([]);
    expect(await control.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width);
    expect(control.complaints).toEqual([]);
  });

  test('sets and clears a fault, and switches ratings off', async () => {
    await using sandbox = await startSandbox();
    await using control = await openPage(sandbox.origin);
    const { page } = control;
    const storefront = page.locator('section').filter({ hasText: 'Product and search pages' });
    await storefront.getByRole('button', { name: 'Outage (503)' }).click();
    await storefront.getByText('Fault: Outage (503)').waitFor();
    const shop = String(sandbox.environment['AMAZON_STOREFRONT_ENDPOINT']);
    expect((await fetch(`${shop}/s?k=phone`)).status).toBe(503);
    await storefront.getByText('1 call, 1 refused or failed').waitFor();
    await storefront.getByText('Last call: search page IN phone (503)').waitFor();
    await storefront.getByRole('button', { name: 'No fault' }).click();
    await storefront.getByText('Works normally').waitFor();
    expect((await fetch(`${shop}/s?k=phone`)).status).toBe(200);
    const saved = page.waitForResponse((response) => response.url().endsWith('/ratings'));
    await page.getByLabel('The associates APIs return ratings').uncheck();
    expect((await saved).status()).toBe(200);
    const { ratings } = await (await fetch(`${sandbox.origin}/state`)).json();
    expect(ratings).toBe(false);
  });

  test('says so when the stand-in has stopped', async () => {
    await using control = await (async () => {
      await using sandbox = await startSandbox();
      const opened = await openPage(sandbox.origin);
      await opened.page.getByText('Works normally').first().waitFor();
      return opened;
    })();
    await control.page.getByText('The stand-in does not respond.').waitFor();
  });
});

test.runIf(hasBrowser)('the picture of a search hit has its size in a browser', async () => {
  await using gateway = await aGateway();
  const { nodes } = await askSearch(gateway, { query: 'phone', first: 1 });
  const url = nodes[0]?.imageUrl ?? '';
  await using storefront = await openPage(`${gateway.sandbox.environment['AMAZON_STOREFRONT_ENDPOINT']}/s?k=zzzz`);
  const widthOf = (address: string) => `(async () => {
    const image = new Image();
    image.src = ${JSON.stringify(address)};
    await image.decode();
    return image.naturalWidth;
  })()`;
  expect(await storefront.page.evaluate(widthOf(url))).toBe(1500);
  expect(await storefront.page.evaluate(widthOf(url.replace('._SL1500_', '._SL160_')))).toBe(160);
});
