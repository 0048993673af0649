import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SourceId } from '../vocabulary.ts';

/** A position in the hits of one search of one source. */
export type Cursor = {
  readonly source: SourceId;
  /** The `searchKeyOf` of the search it belongs to. */
  readonly hash: string;
  /** The upstream page that continues the search; absent for the first. */
  readonly page?: string;
  /** How many hits of that page the client has seen. */
  readonly offset: number;
  /** How many hits of the whole search the client has seen. */
  readonly position: number;
};

/**
 * The keys that sign cursors, the same for all instances of a deployment: the current key first, then older keys that
 * are still valid. `again` reads them anew, because no known key verified a cursor.
 */
export type CursorKeys = (again: boolean) => Promise<readonly [Buffer, ...Buffer[]]>;

/** Opaque text for clients, signed so that a client cannot choose the page tokens that the gateway sends upstream. */
export function encodeCursor({ source, hash, page, offset, position }: Cursor, key: Buffer): string {
  const text = Buffer.from(JSON.stringify([source, hash, page ?? null, offset, position]));
  return Buffer.concat([signatureOf(text, key), text]).toString('base64url');
}

/** The cursor that the text encodes; `undefined` when it is malformed or when none of `keys` signed it. */
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
