import { isUtf8 } from 'node:buffer';

/** An encoding that `TextDecoder` knows. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** The encoding that the first bytes of a file show, or why it is no text. */
export type EncodingReading = { readonly encoding: Encoding } | { readonly notText: string };

/**
 * Reads the encoding from the byte-order mark, else from where zero bytes are. UTF-8 is an assumption, which the bytes of
 * the whole file may refute: a spreadsheet on Windows then saved it as Windows-1252.
 */
export function readEncoding(head: Buffer): EncodingReading {
  const marked = marks.find(({ bytes }) => head.subarray(0, bytes.length).equals(Buffer.from(bytes)));
  if (marked !== undefined) return { encoding: marked.encoding };
  const known = formats.find(({ bytes }) => head.subarray(0, bytes.length).equals(Buffer.from(bytes)));
  if (known !== undefined) return { notText: known.what };
  const zeros = [0, 1].map((odd) => head.filter((byte, at) => byte === 0 && at % 2 === odd).length);
  const [even = 0, odd = 0] = zeros;
  if (even + odd === 0) return { encoding: 'utf-8' };
  // Latin text in UTF-16 has a zero in nearly every second byte.
  const half = head.length / 2;
  if (even === 0 && odd > half * mostZeros) return { encoding: 'utf-16le' };
  if (odd === 0 && even > half * mostZeros) return { encoding: 'utf-16be' };
  return { notText: 'a binary file' };
}

const mostZeros = 0.7;

const marks: readonly { readonly bytes: readonly number[]; readonly encoding: Encoding }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
];

const formats: readonly { readonly bytes: readonly number[]; readonly what: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'an Excel workbook or another ZIP file: save the sheet as CSV' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Excel workbook: save the sheet as CSV' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF file' },
  { bytes: [0x1f, 0x8b], what: 'a compressed file: unpack it' },
];

/** Checks the bytes of a file, chunk by chunk, for being UTF-8. */
export function createUtf8Check(): { add(chunk: Buffer): void; isUtf8(): boolean } {
  let valid = true;
  let rest: Buffer = Buffer.alloc(0);
  return {
    add(chunk) {
      if (!valid) return;
      const bytes = Buffer.concat([rest, chunk]);
      const end = completeLength(bytes);
      valid = isUtf8(bytes.subarray(0, end));
      rest = bytes.subarray(end);
    },
    isUtf8: () => valid && rest.length === 0,
  };
}

/** The length without the last character if that is incomplete: at most three bytes. */
function completeLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte < 0xc0) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
