import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sandboxProducts } from '../src/sandbox/catalogue.ts';
import { startSandbox } from '../src/sandbox/sandbox.ts';
import { productQuery } from './hot/questions.ts';
import { table } from './table.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

type Start = { readonly readyMs: number; readonly firstMs: number; readonly secondMs: number };

/** How long the process takes from its start to its ready line, and its first operations after that. */
export async function benchStart(quick: boolean): Promise<void> {
  await using sandbox = await startSandbox({ requestsPerSecond: 1000 });
  const starts: Start[] = [];
  for (let n = 0; n < (quick ? 5 : 15); n += 1) starts.push(await start(sandbox.environment));
  const row = (name: string, of: (start: Start) => number) => {
    const sorted = starts.map(of).toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0);
    return [name, at(0), at(0.5), at(1)];
  };
  table(
    `Start: ${starts.length} starts`,
    ['', 'best ms', 'median ms', 'worst ms'],
    [
      row('from start to ready', ({ readyMs }) => readyMs),
      row('first `product`, from the sandbox', ({ firstMs }) => firstMs),
      row('the same `product`, from the cache', ({ secondMs }) => secondMs),
    ],
  );
}

async function start(sandbox: Readonly<Record<string, string>>): Promise<Start> {
  const env = { PATH: process.env['PATH'], ...sandbox, SCRAPING_FALLBACK_ENABLED: 'false', PORT: '0' };
  const startedAt = performance.now();
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.once('exit', () => reject(new Error(`did not start: ${text}`)));
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const found = /Listening on (http:\/\/[^;]+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const readyMs = performance.now() - startedAt;
  const firstMs = await timedAsk(url);
  const secondMs = await timedAsk(url);
  child.kill('SIGTERM');
  await once(child, 'exit');
  return { readyMs, firstMs, secondMs };
}

async function timedAsk(url: string): Promise<number> {
  const asin = sandboxProducts('IN')[0]?.asin;
  const startedAt = performance.now();
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query: productQuery, variables: { asin } });
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
  const text = await answer.text();
  if (!text.includes(`"asin":"${asin}"`)) throw new Error(`No answer: ${text.slice(0, 300)}`);
  return performance.now() - startedAt;
}
