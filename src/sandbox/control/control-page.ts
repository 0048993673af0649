import { createHash } from 'node:crypto';
import { controlScript } from './control-script.ts';

const style = `
:root { color-scheme: light dark; --line: light-dark(#d5d9d9, #3a4048); --card: light-dark(#fff, #1b2027);
  --text: light-dark(#0f1111, #e6e9ec); --soft: light-dark(#565959, #9aa4ad); --good: light-dark(#067d62, #4cc9a4);
  --bad: light-dark(#b12704, #ff8a65); }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem clamp(1rem, 4vw, 3rem); font: 15px/1.5 system-ui, sans-serif; color: var(--text);
  background: light-dark(#f3f4f6, #11151a); }
header { max-width: 62rem; margin-bottom: 1.5rem; }
header label { display: inline-flex; gap: .5rem; align-items: center; margin-top: .9rem; font-weight: 600; }
header input { width: 1.1rem; height: 1.1rem; margin: 0; accent-color: var(--good); }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; } h2 { margin: 0; font-size: 1.1rem; }
header p { margin: 0; color: var(--soft); } #lost:not(:empty) { margin-top: .9rem; color: var(--bad); font-weight: 600; }
main { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); }
section { background: var(--card); border: 1px solid var(--line); border-left: .35rem solid var(--good);
  border-radius: .6rem; padding: 1rem 1.1rem; }
section.bad { border-left-color: var(--bad); }
p { margin: .25rem 0; overflow-wrap: anywhere; } .state { font-weight: 600; color: var(--good); }
.bad .state { color: var(--bad); } .facts, .last { color: var(--soft); font-size: .87rem; min-height: 1.3em; }
.buttons { display: flex; flex-wrap: wrap; gap: .4rem; margin: .7rem 0; } form { font-size: .87rem; }
button, input { font: inherit; font-size: .87rem; padding: .3rem .65rem; border: 1px solid var(--line);
  border-radius: .4rem; background: transparent; color: inherit; }
button { cursor: pointer; } button:hover { border-color: currentColor; } button:focus-visible { outline: 2px solid; }
button[aria-pressed='true'] { background: var(--bad); border-color: var(--bad); color: var(--card); }
form { display: flex; gap: .4rem; align-items: center; }
.heal { border-color: var(--good); color: var(--good); } input { width: 6.5rem; }
.lost main { opacity: .4; }
`;

/** The control page: one file that loads nothing else. */
export const controlPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox controls</title>
<style>${style}</style>
</head>
<body>
<header><h1>The stand-in Amazon</h1>
<p>Choose a fault for one of its interfaces, then send the gateway an operation and see how the answer changes.</p>
<label><input type="checkbox" id="ratings" checked> The associates APIs return ratings</label>
<p>Most associates accounts get none. The gateway keeps the ratings that it has already cached.</p>
<p id="lost" role="status"></p></header>
<main></main>
<script>${controlScript}</script>
</body>
</html>
`;

/** The content security policy: only the page's own script and style, and requests to its own origin only. */
export const controlPagePolicy = [
  "default-src 'none'",
  `script-src '${hashOf(controlScript)}'`,
  `style-src '${hashOf(style)}'`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
