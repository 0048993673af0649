import { readdirSync } from 'node:fs';
import { parseConfig } from '../../src/config.ts';
import { createGateway } from '../../src/gateway.ts';
import type { FromInstance, ToInstance } from './instance.ts';

/** One gateway in a process of its own, so that its memory and handles are nobody else's; its clock can be stepped. */
let wallOffsetMs = 0;
let monotonicOffsetMs = 0;
const clock = {
  wall: () => Date.now() + wallOffsetMs,
  monotonic: () => performance.now() + monotonicOffsetMs,
};

const unexpected: string[] = [];
const gateway = createGateway(parseConfig({ ...process.env, PORT: '0' }), {
  clock,
  report(event) {
    if (event.type !== 'unexpected') return;
    const { error, where } = event;
    unexpected.push(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  },
});
const { url } = await gateway.listen();

process.on('message', (message: ToInstance) => {
  if (message.kind === 'step') {
    wallOffsetMs = message.wallOffsetMs;
    // It never goes back.
    monotonicOffsetMs += message.monotonicMs;
  }
  if (message.kind === 'measure') void measure();
});
process.once('SIGTERM', stop);
// Whoever started it has gone.
process.once('disconnect', stop);
send({ kind: 'listening', url });

function stop(): void {
  void gateway[Symbol.asyncDispose]().then(() => process.channel?.unref());
}

async function measure(): Promise<void> {
  // What one collection frees may hold on to something until the next.
  for (let pass = 0; pass < 4; pass += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, external } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo().length;
  const handles = resources + readdirSync('/proc/self/fd').length;
  send({ kind: 'measured', heapBytes: heapUsed + external, handles, unexpected: unexpected.splice(0) });
}

function send(message: FromInstance): void {
  if (process.connected) process.send?.(message);
}
