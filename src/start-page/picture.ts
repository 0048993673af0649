import { errorPage, type PageHandler } from '../http/page.ts';
import type { Upstream } from '../upstream/upstream.ts';

/** The name of a picture as Amazon writes it, such as `71tzsemVDsL._SL160_.jpg`: no slash, so that it is in one folder. */
const nameSyntax = /^[A-Za-z0-9+-]{1,40}(?:\.[\w,]{1,60})?\.jpg$/;
const timeoutMs = 5_000;
const noPicture = errorPage(404, 'NOT_FOUND', 'There is no such picture.');

/** `/picture?of=<name>`: a picture of the stand-in, which a browser on another machine cannot reach itself. */
export function createPicturePage(upstream: Upstream, imagesEndpoint: string): PageHandler {
  return async ({ query }) => {
    const name = query.get('of') ?? '';
    if (!nameSyntax.test(name)) return noPicture;
    const url = `${imagesEndpoint}/images/I/${name}`;
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await upstream.request({ method: 'GET', url, headers: {}, signal }).catch(() => undefined);
    if (answer?.status !== 200) return noPicture;
    const contentType = answer.headers['content-type'] ?? '';
    if (!contentType.startsWith('image/')) return noPicture;
    return { status: 200, contentType, body: answer.body, headers: { 'cache-control': 'private, max-age=86400' } };
  };
}
