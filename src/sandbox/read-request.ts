import type { IncomingMessage } from 'node:http';
import type { ReceivedRequest } from './endpoint.ts';

/** Limit of a request body; no documented request needs as much. */
const bodyLimitBytes = 256 * 1024;

/** Reads a request to its end; `undefined` when its body is too large. */
export async function readRequest(incoming: IncomingMessage): Promise<ReceivedRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size <= bodyLimitBytes) chunks.push(chunk);
  }
  if (size > bodyLimitBytes) return undefined;
  const { path, query } = readTarget(incoming.url ?? '/');
  return { method: incoming.method ?? 'GET', path, query, headers: incoming.headers, body: Buffer.concat(chunks) };
}

function readTarget(target: string): { readonly path: string; readonly query: URLSearchParams } {
  const mark = target.indexOf('?');
  if (mark < 0) return { path: target, query: new URLSearchParams() };
  return { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}
