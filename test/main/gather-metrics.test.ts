import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMetricsRelay, gatherInWorker, type ToWorker } from '../../src/main/gather-metrics.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Both sides of the channel between one worker and its supervisor; `mute`: the worker takes messages and says nothing. */
function aWorker(text: string, mute = false) {
  const [worker, supervisor] = [new EventEmitter(), new EventEmitter()];
  let connected = true;
  const toWorker: ToWorker = {
    isConnected: () => connected,
    send: (message) => worker.emit('message', message),
    on: (event, listen) => supervisor.on(event, listen),
    once: (event, listen) => supervisor.once(event, listen),
  };
  const read = gatherInWorker(async () => text, {
    send: (message) => mute || supervisor.emit('message', message),
    on: (event, listen) => worker.on(event, listen),
  });
  const end = () => {
    connected = false;
    supervisor.emit('exit');
  };
  return { toWorker, read, end };
}

function relayFor(...workers: readonly ReturnType<typeof aWorker>[]) {
  const relay = createMetricsRelay();
  for (const [index, { toWorker }] of workers.entries()) relay.add(toWorker, String(index + 1));
}

const up = (value: number) => `# TYPE up gauge\nup ${value}\n`;

test('whichever worker is asked reads the metrics of all', async () => {
  const [first, second] = [aWorker(up(1)), aWorker(up(2))];
  relayFor(first, second);
  const all = '# TYPE up gauge\nup{worker="1"} 1\nup{worker="2"} 2\n';
  expect(await first.read()).toBe(all);
  expect(await second.read()).toBe(all);
});

test('a worker that does not answer is left out after a second', async () => {
  const [first, stuck] = [aWorker(up(1)), aWorker(up(2), true)];
  relayFor(first, stuck);
  const read = first.read();
  await vi.advanceTimersByTimeAsync(999);
  const settled = vi.fn();
  void read.then(settled);
  await vi.advanceTimersByTimeAsync(0);
  expect(settled).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(await read).toBe('# TYPE up gauge\nup{worker="1"} 1\n');
});

test('a worker whose channel has broken is left out, and its error is caught', async () => {
  const [first, broken] = [aWorker(up(1)), aWorker(up(2))];
  const errors: string[] = [];
  relayFor(first, {
    ...broken,
    toWorker: {
      ...broken.toWorker,
      // As `node:cluster` has it: told to whoever sent, or else an error of the worker's that ends the process.
      send: (_, done?: () => void) => (done === undefined ? errors.push('write EPIPE') : done()),
    },
  });
  const read = first.read();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await read).toBe('# TYPE up gauge\nup{worker="1"} 1\n');
  expect(errors).toEqual([]);
});

test('a worker that has ended is not waited for', async () => {
  const [first, lost] = [aWorker(up(1)), aWorker(up(2))];
  relayFor(first, lost);
  lost.end();
  expect(await first.read()).toBe('# TYPE up gauge\nup{worker="1"} 1\n');
});

test('what is none of these messages is not listened to', async () => {
  const first = aWorker(up(1));
  relayFor(first);
  first.toWorker.send({ type: 'all-metrics', asked: 'one', text: 7 }, () => undefined);
  first.toWorker.send({ cmd: 'NODE_SOMETHING' }, () => undefined);
  expect(await first.read()).toBe('# TYPE up gauge\nup{worker="1"} 1\n');
});

test('a supervisor that does not answer is told of, instead of counts that are one worker’s alone', async () => {
  const lonely = aWorker(up(1));
  const read = expect(lonely.read()).rejects.toThrow('The supervisor of the workers does not answer.');
  await vi.advanceTimersByTimeAsync(2_000);
  await read;
});
