import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Page, PageHandler } from './page.ts';

/** What a page always says. */
export type Content = {
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

type Held = {
  readonly zipped: Buffer;
  plain: Promise<Buffer> | undefined;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
};

/**
 * A page that is made when first asked for and kept gzipped. All clients are sent the same buffer, so that an answer
 * takes no memory of its own; the plain text exists once, and only if somebody reads no gzip.
 */
export function createStaticPage(read: () => Content | Promise<Content>): PageHandler {
  let held: Promise<Held> | undefined;
  return async ({ headers }) => {
    held ??= hold(read);
    try {
      return await answer(await held, headers);
    } catch (error) {
      held = undefined;
      throw error;
    }
  };
}

async function hold(read: () => Content | Promise<Content>): Promise<Held> {
  const { contentType, body, headers } = await read();
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  const zipped = await promisify(gzip)(body);
  return { zipped, plain: undefined, contentType, headers: { vary: 'accept-encoding', etag, ...headers } };
}

async function answer(held: Held, asked: Parameters<PageHandler>[0]['headers']): Promise<Page> {
  const { zipped, contentType, headers } = held;
  if (asked['if-none-match'] === headers['etag']) return { status: 304, contentType, body: '', headers };
  if (readsGzip(asked['accept-encoding'])) {
    return { status: 200, contentType, body: zipped, headers: { ...headers, 'content-encoding': 'gzip' } };
  }
  held.plain ??= promisify(gunzip)(zipped);
  return { status: 200, contentType, body: await held.plain, headers };
}

function readsGzip(accepted: string | string[] | undefined): boolean {
  return /(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[^,]*)?(?:,|$)/i.test(String(accepted ?? ''));
}
