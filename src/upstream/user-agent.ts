import { readFileSync } from 'node:fs';

/** The version in `package.json`. */
export const gatewayVersion = versionOf(new URL('../../package.json', import.meta.url));

/** Product and version as every upstream request states them, such as `asin-gateway/1.0.0`. */
export const productAgent = `asin-gateway/${gatewayVersion}`;

function versionOf(file: URL): string {
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new Error('package.json has no version');
}
