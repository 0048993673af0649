import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { asinNumber } from '../stand-in.ts';
import { shown } from '../table.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Runs the command over a list of so many rows, at a gateway that answers at once. A row of a table; Linux only. */
export async function memoryOfList(rows: number): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'asin-gateway-bench-'));
  await using gateway = await instantGateway();
  try {
    await pipeline(Readable.from(linesOf(rows)), createWriteStream(join(folder, 'list.csv')));
    const startedAt = performance.now();
    const args = [main, 'lookup', 'list.csv', '--out', 'out.csv', '--url', gateway.url];
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    let most = 0;
    const timer = setInterval(() => (most = Math.max(most, residentMb(child.pid ?? 0))), 100);
    const [code] = await once(child, 'exit');
    clearInterval(timer);
    if (code !== 0) throw new Error(`lookup ended with ${String(code)}`);
    const seconds = (performance.now() - startedAt) / 1000;
    return [rows.toLocaleString('en'), seconds.toFixed(0), shown(rows / seconds), most.toFixed(0)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function* linesOf(rows: number) {
  yield 'no,asin,note\n';
  for (let n = 0; n < rows; n += 1) yield `${n},${asinNumber(n)},a note of some length for row ${n}\n`;
}

/** The most that the process has had in memory. */
function residentMb(pid: number): number {
  try {
    const [, kilobytes = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return 0;
  }
}

async function instantGateway() {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { variables } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ data: { lookup: variables.inputs.map(resultOf) } }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function resultOf(asin: string) {
  const product = {
    title: `A product with a title of the usual length, number ${asin}`,
    brand: 'Brand',
    price: { amount: '1299.00', currency: 'INR' },
    listPrice: null,
    priceStatus: 'AVAILABLE',
    availability: 'IN_STOCK',
    rating: 4.3,
    reviewCount: 1234,
    imageUrl: `https://m.media-amazon.com/images/I/${asin}.jpg`,
    productUrl: `https://www.amazon.in/dp/${asin}?tag=tag-21`,
    provenance: { source: 'CREATORS_API', cacheStatus: 'FRESH', fetchedAt: '2026-06-15T12:00:00.000Z' },
    quality: { overall: 0.98 },
  };
  return { asin, marketplace: 'IN', problem: null, code: null, retryAfterMs: null, product };
}
