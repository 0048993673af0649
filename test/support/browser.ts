import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { chromium } from './prerequisites.ts';

/** Whether tests in a browser can run. */
export const hasBrowser = chromium.path !== undefined;

/** The size of the window and the preferred theme; by default a desktop with a light theme. */
export type Look = { readonly width: number; readonly height: number; readonly colorScheme: 'light' | 'dark' };

const defaultLook: Look = { width: 1280, height: 800, colorScheme: 'light' };

/** A page in a browser of its own, with its console output and its requests. */
export type Opened = AsyncDisposable & {
  readonly page: Page;
  /** Errors and warnings on the console, and uncaught errors. */
  readonly complaints: readonly string[];
  /** Every requested address, except those of the page itself (`data:`, `blob:`). */
  readonly requests: readonly string[];
};

/** Opens a page. */
export async function openPage(url: string, look: Look = defaultLook): Promise<Opened> {
  const browser: Browser = await playwright.launch({ executablePath: chromium.path ?? '', args: ['--no-sandbox'] });
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
