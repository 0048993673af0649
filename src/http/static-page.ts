import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Page, PageHandler, PageRequest } from './page.ts';

/** The content of a page that does not change while the process runs. */
export type Content = {
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

type CompressedPage = {
  readonly zipped: Buffer;
  plain: Promise<Buffer> | undefined;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
};

/**
 * A page that is created at the first request and kept gzipped. All responses share one buffer, so that they need no
 * memory of their own. The uncompressed text is kept only after a client without gzip has requested it.
 */
export function createStaticPage(read: () => Content | Promise<Content>): PageHandler {
  let compressed: Promise<CompressedPage> | undefined;
  return async ({ headers }) => {
    compressed ??= compress(read);
    try {
      return await pageFor(headers, await compressed);
    } catch (error) {
      compressed = undefined;
      throw error;
    }
  };
}

async function compress(read: () => Content | Promise<Content>): Promise<CompressedPage> {
  const { contentType, body, headers } = await read();
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  const zipped = await promisify(gzip)(body);
  return { zipped, plain: undefined, contentType, headers: { vary: 'accept-encoding', etag, ...headers } };
}

async function pageFor(request: PageRequest['headers'], compressed: CompressedPage): Promise<Page> {
  const { zipped, contentType, headers } = compressed;
  if (request['if-none-match'] === headers['etag']) return { status: 304, contentType, body: '', headers };
  if (acceptsGzip(request['accept-encoding'])) {
    return { status: 200, contentType, body: zipped, headers: { ...headers, 'content-encoding': 'gzip' } };
  }
  compressed.plain ??= promisify(gunzip)(zipped);
  return { status: 200, contentType, body: await compressed.plain, headers };
}

function acceptsGzip(accepted: string | string[] | undefined): boolean {
  return /(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[^,]*)?(?:,|$)/i.test(String(accepted ?? ''));
}
