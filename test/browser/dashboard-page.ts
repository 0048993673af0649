import type { Page } from 'playwright-core';
import { openPage, type Look, type Opened } from '../support/browser.ts';

/** The dashboard in a browser. */
export type Dashboard = Opened & {
  /** Shows the current statistics since the start. */
  readonly sinceStart: () => Promise<void>;
  readonly text: (selector: string) => Promise<string>;
  /** Waits until the element shows a text. */
  readonly shows: (selector: string, text: string | RegExp) => Promise<void>;
};

/** Opens it and waits for its first data. */
export async function openDashboard(url: string, look?: Look): Promise<Dashboard> {
  return await open(url, 'live', look);
}

/** Opens it on a gateway with keys, and waits until it requests one. */
export async function openLocked(url: string): Promise<Dashboard> {
  return await open(url, 'key');
}

async function open(url: string, state: string, look?: Look): Promise<Dashboard> {
  const opened = await openPage(`${url}/dashboard`, look);
  await opened.page.locator(`body[data-state="${state}"]`).waitFor();
  return { ...opened, ...handles(opened.page) };
}

function handles(page: Page): Omit<Dashboard, keyof Opened> {
  return {
    async sinceStart() {
      const answered = page.waitForResponse((response) =>
        asksForAll(response.url(), response.request().postData() ?? ''),
      );
      await page.getByText('Start', { exact: true }).click();
      await (await answered).finished();
      // The page sets this attribute when it has drawn an answer.
      const { data } = await (await answered).json();
      await page.locator(`body[data-timestamp="${data.sourceAnalytics.timestamp}"]`).waitFor();
    },
    text: async (selector) => (await page.locator(selector).innerText()).replaceAll(/\s+/g, ' ').trim(),
    async shows(selector, text) {
      await page.locator(selector).filter({ hasText: text }).first().waitFor();
    },
  };
}

function asksForAll(url: string, body: string): boolean {
  return url.endsWith('/graphql') && body.includes('"window":"SINCE_START"');
}
