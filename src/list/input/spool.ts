import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileTrouble, ListFault } from '../list-fault.ts';

/** A list from a stream, copied to a file: it is read several times. Dispose of it to remove the copy. */
export type Spooled = AsyncDisposable & { readonly path: string };

/** Copies a stream to a temporary file. @throws {ListFault} if that cannot be written */
export async function spool(stream: NodeJS.ReadableStream, signal: AbortSignal): Promise<Spooled> {
  const folder = await mkdtemp(join(tmpdir(), 'asin-gateway-list-'));
  const remove = async () => await rm(folder, { recursive: true, force: true });
  const path = join(folder, 'list');
  try {
    await pipeline(stream, createWriteStream(path), { signal });
    return { path, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    signal.throwIfAborted();
    throw new ListFault(`The list cannot be copied to ${tmpdir()}: ${fileTrouble(error)}.`, { cause: error });
  }
}
