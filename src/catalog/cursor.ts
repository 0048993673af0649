import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SourceId } from '../vocabulary.ts';

/** A place in the hits of one search of one source. */
export type Cursor = {
  readonly source: SourceId;
  /** The `searchKeyOf` of the search it belongs to. */
  readonly hash: string;
  /** The upstream page to go on with; absent for the first. */
  readonly page?: string;
  /** Hits of that page that have been seen. */
  readonly offset: number;
  /** Hits of the whole search that have been seen. */
  readonly position: number;
};

/**
 * The keys that cursors are signed with, the same for all instances of a deployment: the current one first, then those
 * that still count. `again` when none of the known keys explains a cursor.
 */
export type CursorKeys = (again: boolean) => Promise<readonly [Buffer, ...Buffer[]]>;

/** Opaque text for clients, signed so that nobody can make up what the upstreams are asked for. */
export function encodeCursor({ source, hash, page, offset, position }: Cursor, key: Buffer): string {
  const text = Buffer.from(JSON.stringify([source, hash, page ?? null, offset, position]));
  return Buffer.concat([signatureOf(text, key), text]).toString('base64url');
}

/** The cursor behind the text; `undefined` when it is not one of ours, or signed with none of `keys`. */
export function decodeCursor(
  signed: string,
  sources: readonly SourceId[],
  keys: readonly Buffer[],
): Cursor | undefined {
  const bytes = Buffer.from(signed, 'base64url');
  const text = bytes.subarray(signatureBytes);
  const signature = bytes.subarray(0, signatureBytes);
  if (text.length === 0 || !keys.some((key) => timingSafeEqual(signature, signatureOf(text, key)))) return undefined;
  const [sourceId, hash, page, offset, position] = parse(text);
  const source = sources.find((id) => id === sourceId);
  if (source === undefined || typeof hash !== 'string' || !isCount(offset) || !isCount(position)) return undefined;
  if (page !== null && typeof page !== 'string') return undefined;
  return { source, hash, ...(page !== null && { page }), offset, position };
}

const signatureBytes = 16;

function signatureOf(text: Buffer, key: Buffer): Buffer {
  return createHmac('sha256', key).update(text).digest().subarray(0, signatureBytes);
}

function parse(text: Buffer): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(text.toString('utf8'));
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
