import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const found = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find(isExecutable);

/** Whether this machine has a Chromium; where it has none, the tests that open pages are not defined. */
export const hasBrowser = found !== undefined;

/** A page in a browser of its own, and everything about it that a person would not see. */
export type Opened = AsyncDisposable & {
  readonly page: Page;
  /** Errors and warnings on the console, and what scripts threw. */
  readonly complaints: readonly string[];
  /** Every address that was asked, those of the page itself (`data:`, `blob:`) left out. */
  readonly requests: readonly string[];
};

/** Opens a page. */
export async function openPage(url: string): Promise<Opened> {
  const browser: Browser = await chromium.launch({ executablePath: found ?? '', args: ['--no-sandbox'] });
  const page = await browser.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (/^(error|warning)$/.test(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('request', (request) => {
    if (/^https?:/.test(request.url())) requests.push(request.url());
  });
  await page.goto(url);
  return { page, complaints, requests, [Symbol.asyncDispose]: () => browser.close() };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
