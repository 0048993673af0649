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

/** Opaque text for clients. */
export function encodeCursor({ source, hash, page, offset, position }: Cursor): string {
  return Buffer.from(JSON.stringify([source, hash, page ?? null, offset, position])).toString('base64url');
}

/** The cursor behind the text; `undefined` when it is not one of ours. */
export function decodeCursor(text: string, sources: readonly SourceId[]): Cursor | undefined {
  const [sourceId, hash, page, offset, position] = parse(text);
  const source = sources.find((id) => id === sourceId);
  if (source === undefined || typeof hash !== 'string' || !isCount(offset) || !isCount(position)) return undefined;
  if (page !== null && typeof page !== 'string') return undefined;
  return { source, hash, ...(page !== null && { page }), offset, position };
}

function parse(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
