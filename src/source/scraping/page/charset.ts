import { isUtf8 } from 'node:buffer';

/** How much of a page is searched for a `<meta charset>`, as browsers do. */
const metaBytes = 4096;

/**
 * A decoder for the page. Bytes that are valid UTF-8 are read as such whatever header and meta tag say: Latin-1 or
 * Shift_JIS text is never valid UTF-8 by accident, while saved and re-served pages often keep an old label.
 */
export function decoderFor(body: Buffer, contentType: string | undefined): TextDecoder {
  if (isUtf8(body)) return new TextDecoder('utf-8');
  const label = charsetOf(contentType) ?? charsetOf(body.toString('latin1', 0, metaBytes));
  try {
    return new TextDecoder(label ?? 'utf-8');
  } catch {
    return new TextDecoder('utf-8');
  }
}

function charsetOf(text: string | undefined): string | undefined {
  return /charset\s*=\s*["']?([\w-]{2,20})/i.exec(text ?? '')?.[1];
}
