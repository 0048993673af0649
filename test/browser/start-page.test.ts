import { describe, expect, test } from 'vitest';
import { aGateway } from '../support/a-gateway.ts';
import { hasBrowser, openPage, type Look } from '../support/browser.ts';
import { startPrefixProxy } from '../support/prefix-proxy.ts';
import { seriousViolations } from './axe.ts';

const demo = { AMAZON_SANDBOX: 'true' };
const looks: readonly Look[] = [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 1280, height: 800, colorScheme: 'dark' },
  { width: 390, height: 844, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
];

describe.runIf(hasBrowser)('the start page in a browser', () => {
  test.each(looks)(
    'searches, shows every picture, and has no serious fault at $width pixels, $colorScheme',
    async (look) => {
      await using gateway = await aGateway(demo);
      await using opened = await openPage(gateway.url, look);
      const { page } = opened;
      await page.getByRole('searchbox').fill('headphones');
      await page.getByRole('searchbox').press('Enter');
      await page.getByText('Hits for “headphones”').waitFor();
      await expect.poll(() => page.evaluate(widths)).toEqual(Array.from({ length: 10 }, () => 1500));
      expect(await seriousViolations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width);
      expect(opened.complaints).toEqual([]);
      expect(opened.requests.filter((url) => !url.startsWith(`${gateway.url}/`))).toEqual([]);
    },
  );

  test('works behind a proxy that removes a prefix', async () => {
    await using gateway = await aGateway(demo);
    await using proxy = await startPrefixProxy(gateway.url, { prefix: '/shop/amazon', strip: true });
    await using opened = await openPage(`${proxy.url}/`);
    const { page } = opened;
    await page.getByRole('link', { name: 'toys' }).click();
    await page.getByText('Hits for “toys”').waitFor();
    await expect.poll(() => page.evaluate(widths)).toContain(1500);
    await page.getByRole('link', { name: 'Dashboard' }).click();
    await page.locator('body[data-state="live"]').waitFor();
    expect(opened.requests.filter((url) => !url.startsWith(`${proxy.url}/`))).toEqual([]);
  });
});

/** The natural widths of the pictures on the page. */
const widths = '[...document.images].map((image) => image.naturalWidth)';
