import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const source = new URL('../../src/', import.meta.url);

/** The files that a file loads at once, itself included: imports of types and inside functions load nothing. */
function loadedBy(file: URL, loaded = new Map<string, string>()): ReadonlyMap<string, string> {
  if (loaded.has(file.href)) return loaded;
  const text = readFileSync(file, 'utf8');
  loaded.set(file.href, text);
  for (const [, path = ''] of text.matchAll(/^(?:import|export) (?!type )[^;]*?'(\.[^']+\.ts)';/gm)) {
    loadedBy(new URL(path, file), loaded);
  }
  return loaded;
}

test.each(['main.ts', 'cli/serve.ts', 'cli/demo.ts', 'gateway.ts'])(
  '%s loads the SDK for agents only when one arrives',
  (file) => {
    const loaded = [...loadedBy(new URL(file, source))];
    const loading = loaded.filter(([, text]) => /^import (?!type )[^;]*'@modelcontextprotocol\//m.test(text));
    expect(loading.map(([path]) => fileURLToPath(path))).toEqual([]);
  },
);

test('The server for agents does load it', () => {
  expect([...loadedBy(new URL('mcp/agent-server.ts', source)).values()].join('')).toContain(
    "from '@modelcontextprotocol/",
  );
});
