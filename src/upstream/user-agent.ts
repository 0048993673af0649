import { readFileSync } from 'node:fs';

/** Product and version, as every upstream request names them: `asin-gateway/1.0.0`. */
export const productAgent = `asin-gateway/${versionOf(new URL('../../package.json', import.meta.url))}`;

function versionOf(file: URL): string {
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new Error('package.json has no version');
}
