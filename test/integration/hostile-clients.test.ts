import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { run } from '../main/running.ts';

const ready = /"url":"(http:\/\/127\.0\.0\.1:\d+)"/;
const mebibyte = 1024 * 1024;

/** Resident memory of a process. */
function residentBytes(pid: number): number {
  const [, pages = '0'] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
  return Number(pages) * 4096;
}

test.runIf(process.platform === 'linux')(
  'clients that ask for the largest pages 120 times ahead and read nothing cost next to no memory',
  async () => {
    await using gateway = run({ AMAZON_SANDBOX: 'true' });
    const [, url = ''] = await gateway.says(ready);
    const port = Number(new URL(url).port);
    const plain = { accept: 'text/html', 'accept-encoding': 'identity' };
    const wholePage = async () => (await (await fetch(`${url}/graphql`, { headers: plain })).text()).length;
    const length = await wholePage();
    const before = residentBytes(gateway.pid);

    const clients = ['/graphql', '/metrics', '/schema.graphql', '/dashboard/uplot.js'].flatMap((path) =>
      [1, 2].map(() => {
        const client = connect(port, '127.0.0.1').pause();
        client.on('error', () => undefined);
        client.write(`GET ${path} HTTP/1.1\r\nhost: x\r\naccept: text/html\r\n\r\n`.repeat(120));
        return client;
      }),
    );
    // Whoever comes later is answered, and the more often the more of the others has been dealt with.
    for (let n = 0; n < 5; n += 1) expect(await wholePage()).toBe(length);
    expect(residentBytes(gateway.pid) - before).toBeLessThan(150 * mebibyte);
    for (const client of clients) client.destroy();
    gateway.signal('SIGTERM');
    expect(await gateway.ended).toBe(0);
    expect(gateway.stderr()).toBe('');
  },
  60_000,
);
