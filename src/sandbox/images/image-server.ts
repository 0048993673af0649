import { createServer, type IncomingMessage, type Server } from 'node:http';
import { pictureAt } from './picture.ts';

const headers = {
  'content-type': 'image/svg+xml',
  'cache-control': 'public, max-age=86400',
  'content-security-policy': "default-src 'none'",
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
};

/**
 * Serves the pictures. As at Amazon they have a host of their own: faults of the interfaces do not affect them, and
 * they are not counted as calls. The server does not listen yet.
 */
export function createImageServer(): Server {
  return createServer((incoming, outgoing) => {
    const picture = requestedPicture(incoming);
    if (picture === undefined) outgoing.writeHead(404).end();
    else outgoing.writeHead(200, headers).end(picture);
    incoming.resume();
  });
}

function requestedPicture({ method, url = '' }: IncomingMessage): string | undefined {
  return method === 'GET' || method === 'HEAD' ? pictureAt(url.replace(/\?.*$/, '')) : undefined;
}
