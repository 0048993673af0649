import { readFileSync } from 'node:fs';

/** The version of package.json. */
export const productVersion = versionOf(new URL('../../package.json', import.meta.url));

/** The `User-Agent` of upstream requests: `asin-gateway/0.2.0`. */
export const productAgent = `asin-gateway/${productVersion}`;

function versionOf(file: URL): string {
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new Error('package.json has no version');
}
