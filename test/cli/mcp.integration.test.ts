import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, describe, expect, test } from 'vitest';
import { anAgentOver } from '../support/an-agent.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = join(root, 'bin/asin-gateway.cjs');
const folder = mkdtempSync(join(tmpdir(), 'asin-gateway-'));
const patience = 60_000;

afterAll(() => rmSync(folder, { recursive: true }));

/** Starts `asin-gateway mcp --demo` in an empty folder. */
function start(environment: Record<string, string> = {}, args: readonly string[] = ['mcp', '--demo']) {
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: { ...environment } });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode, stdout, stderr }));
  return { child, ended };
}

const message = (id: number, method: string, params: object = {}) =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
const getProduct = (id: number) =>
  message(id, 'tools/call', { name: 'get_products', arguments: { inputs: ['B0QU9TTXWO'] } });

describe('asin-gateway mcp', () => {
  test(
    'serves an agent over standard input and output: all tools and resources, and a call that it cancels',
    { timeout: patience },
    async () => {
      const transport = new StdioClientTransport({
        command: process.execPath,
        args: [program, 'mcp', '--demo'],
        env: { PUBLIC_PATH: '/amazon' },
        cwd: folder,
        stderr: 'pipe',
      });
      let stderr = '';
      transport.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
      await using agent = await anAgentOver(transport);
      const { tools } = await agent.client.listTools();
      const args: Readonly<Record<string, Record<string, unknown>>> = {
        search_products: { query: 'earbuds', first: 3 },
        get_products: { inputs: ['B0QU9TTXWO', 'B000000000'] },
        get_variations: { asin: 'B0QU9TTXWO' },
        browse_category: { id: '1878086269' },
      };
      for (const { name } of tools) expect(await agent.call(name, args[name])).toMatchObject({ isError: false });
      const { resources } = await agent.client.listResources();
      for (const { uri } of resources) expect((await agent.client.readResource({ uri })).contents).toHaveLength(1);

      const controller = new AbortController();
      const cancelled = agent.call('get_products', { inputs: ['B073BF8U3U'] }, controller.signal);
      controller.abort();
      await expect(cancelled).rejects.toThrow(/abort/i);
      expect(await agent.call('get_products', { inputs: ['B073BF8U3U'] })).toMatchObject({ isError: false });
      // Log lines are on standard error: standard output belongs to the protocol.
      expect(stderr).toContain('"msg":"Listening on standard input and output;');
    },
  );

  test('answers what it was asked before the agent closed its end, then exits', { timeout: patience }, async () => {
    const { child, ended } = start();
    child.stdin.end(getProduct(1) + message(2, 'ping'));
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(answers).toHaveLength(2);
    expect(stdout).toContain('INR 5799.00');
  });

  test('exits when the agent has gone without reading its answers', { timeout: patience }, async () => {
    const { child, ended } = start();
    child.stdout.destroy();
    child.stdin.write(getProduct(1));
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).not.toContain('EPIPE');
  });

  test('exits on a signal to stop', { timeout: patience }, async () => {
    const { child, ended } = start();
    child.stdin.write(message(1, 'ping'));
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, signal: null });
  });

  test('skips lines that are no messages, and stops at a message above the limit', { timeout: patience }, async () => {
    const { child, ended } = start();
    child.stdin.on('error', () => undefined);
    child.stdin.write(`nonsense\n\n{"a":1}\n${message(1, 'ping')}`);
    const [answer] = await once(child.stdout, 'data');
    expect(answer).toBe('{"result":{},"jsonrpc":"2.0","id":1}\n');
    child.stdin.write('x'.repeat(700 * 1024));
    expect(await ended).toMatchObject({ code: 0 });
  });

  test('reports faults of its configuration on standard error', { timeout: patience }, async () => {
    const { ended } = start({ PORT: 'x', SCRAPING_FALLBACK_ENABLED: 'true' }, ['mcp']);
    const { code, stdout, stderr } = await ended;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('PORT');
  });

  test('npm run mcp does the same', { timeout: patience }, async () => {
    const transport = new StdioClientTransport({
      command: 'npm',
      args: ['run', '--silent', '--prefix', root, 'mcp', '--', '--demo'],
      stderr: 'ignore',
    });
    await using agent = await anAgentOver(transport);
    expect(await agent.call('source_status')).toMatchObject({ isError: false });
  });
});
