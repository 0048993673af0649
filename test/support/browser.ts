import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const found = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find(isExecutable);

const inCi = (process.env['CI'] ?? '') !== '';

/** Whether the tests that open pages are defined: not without a Chromium, but in CI a missing one is a failure. */
export const hasBrowser = found !== undefined || inCi;

/** What to do about a missing browser. */
export const noBrowser = 'No Chromium on this machine (apt-get install chromium): tests in a browser are left out.';

/** How large the window is and which theme its owner likes; a desktop in the light unless told otherwise. */
export type Look = { readonly width: number; readonly height: number; readonly colorScheme: 'light' | 'dark' };

const usual: Look = { width: 1280, height: 800, colorScheme: 'light' };

/** A page in a browser of its own, and everything about it that a person would not see. */
export type Opened = AsyncDisposable & {
  readonly page: Page;
  /** Errors and warnings on the console, and what scripts threw. */
  readonly complaints: readonly string[];
  /** Every address that was asked, those of the page itself (`data:`, `blob:`) left out. */
  readonly requests: readonly string[];
};

/** Opens a page. */
export async function openPage(url: string, look: Look = usual): Promise<Opened> {
  const browser: Browser = await chromium.launch({ executablePath: found ?? '', args: ['--no-sandbox'] });
  const { colorScheme, ...viewport } = look;
  const page = await browser.newPage({ viewport, colorScheme });
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
