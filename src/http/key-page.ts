import { createHash } from 'node:crypto';
import { rememberHeader } from './credentials.ts';
import type { Page } from './page.ts';

const style = `
  body { font: 16px/1.5 system-ui, sans-serif; display: grid; place-content: center; min-height: 90vh; margin: 0 1rem }
  form { display: flex; gap: .5rem; flex-wrap: wrap }
  input, button { font: inherit; padding: .4rem .7rem }
  [role=status] { min-height: 1.5em }
  @media (prefers-color-scheme: dark) { body { background: #16181d; color: #e6e6e6 } }
`;

const scriptFor = (root: string) => `
  const form = document.forms[0];
  const status = document.querySelector('[role=status]');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const headers = { 'x-api-key': form.elements.key.value.trim(), '${rememberHeader}': '1' };
    try {
      const answer = await fetch('${root}schema.graphql', { method: 'HEAD', headers });
      if (answer.ok) return location.reload();
      status.textContent =
        answer.status === 429 ? 'Too many attempts. Wait a minute.' : 'This gateway does not accept that key.';
    } catch {
      status.textContent = 'This gateway does not accept that key.';
    }
  });
`;

const htmlWith = (script: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>asin-gateway: key needed</title>
<link rel="icon" href="data:,">
<style>${style}</style>
<main>
  <h1>asin-gateway</h1>
  <p>This gateway requires a key.</p>
  <form>
    <label>Key <input name="key" type="password" autocomplete="current-password" required autofocus></label>
    <button>Open</button>
  </form>
  <p role="status"></p>
</main>
<script>${script}</script>
`;

/**
 * The response to a browser without a key: a page with a form for it, and no data.
 *
 * @param root what its links begin with, from `linkRoot`
 */
export function makeKeyPage(root: string): Page {
  const script = scriptFor(root);
  return {
    status: 401,
    contentType: 'text/html; charset=utf-8',
    body: Buffer.from(htmlWith(script)),
    headers: { 'www-authenticate': 'Bearer', 'content-security-policy': policyFor(script) },
  };
}

function policyFor(script: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
