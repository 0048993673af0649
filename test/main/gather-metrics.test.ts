import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { createMetricsRelay, gatherInWorker, mergedText, type ToWorker } from '../../src/main/gather-metrics.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/**
 * Both ends of the channel between worker `id` and its supervisor, which carries JSON as an IPC channel does. A `mute`
 * worker receives messages and sends none.
 */
function aWorker(id: string, { mute = false }: { readonly mute?: boolean } = {}) {
  const [worker, supervisor] = [new EventEmitter(), new EventEmitter()];
  const registry = new Registry();
  registry.setDefaultLabels({ worker: id });
  new Gauge({ name: 'up', help: 'Up.', registers: [registry] }).set(Number(id));
  let connected = true;
  const toWorker: ToWorker = {
    isConnected: () => connected,
    send: (message) => worker.emit('message', asJson(message)),
    on: (event, listen) => supervisor.on(event, listen),
    once: (event, listen) => supervisor.once(event, listen),
  };
  const read = gatherInWorker(() => registry.getMetricsAsJSON(), {
    send: (message) => mute || supervisor.emit('message', asJson(message)),
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

function asJson(message: object): unknown {
  return JSON.parse(JSON.stringify(message));
}

const head = '# HELP up Up.\n# TYPE up gauge\n';
const onlyFirst = `${head}up{worker="1"} 1\n`;

test('any worker reads the metrics of all', async () => {
  const [first, second] = [aWorker('1'), aWorker('2')];
  relayFor(first, second);
  const all = `${head}up{worker="1"} 1\nup{worker="2"} 2\n`;
  expect(await first.read()).toBe(all);
  expect(await second.read()).toBe(all);
});

test('a worker that does not answer is left out after a second', async () => {
  const [first, stuck] = [aWorker('1'), aWorker('2', { mute: true })];
  relayFor(first, stuck);
  const read = first.read();
  await vi.advanceTimersByTimeAsync(999);
  const settled = vi.fn();
  void read.then(settled);
  await vi.advanceTimersByTimeAsync(0);
  expect(settled).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(await read).toBe(onlyFirst);
});

test('a worker whose channel has broken is left out, and its error is caught', async () => {
  const [first, broken] = [aWorker('1'), aWorker('2')];
  const errors: string[] = [];
  relayFor(first, {
    ...broken,
    toWorker: {
      ...broken.toWorker,
      // As in `node:child_process`: a failed send calls back, or emits an error that ends the process.
      send: (_, done?: () => void) => (done === undefined ? errors.push('write EPIPE') : done()),
    },
  });
  const read = first.read();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await read).toBe(onlyFirst);
  expect(errors).toEqual([]);
});

test('a worker that has ended causes no wait', async () => {
  const [first, lost] = [aWorker('1'), aWorker('2')];
  relayFor(first, lost);
  lost.end();
  expect(await first.read()).toBe(onlyFirst);
});

test('any other message is ignored', async () => {
  const first = aWorker('1');
  relayFor(first);
  first.toWorker.send({ type: 'all-metrics', request: 'one', text: 7 }, () => undefined);
  first.toWorker.send({ cmd: 'NODE_SOMETHING' }, () => undefined);
  expect(await first.read()).toBe(onlyFirst);
});

test('a supervisor that does not answer is an error, not an answer with the counts of one worker', async () => {
  const lonely = aWorker('1');
  const read = expect(lonely.read()).rejects.toThrow('The supervisor of the workers does not answer.');
  await vi.advanceTimersByTimeAsync(2_000);
  await read;
});

test('every sample of every worker is kept as it is, under the label of its worker', async () => {
  const aRegistry = (worker: string, by: number) => {
    const registry = new Registry();
    registry.setDefaultLabels({ worker });
    const registers = [registry];
    const labelNames = ['kind', 'path'];
    new Counter({ name: 'calls_total', help: 'Calls.', labelNames, registers }).inc(
      { kind: 'a b', path: '/{x}"\\' },
      by,
    );
    new Histogram({ name: 'wait_seconds', help: 'Waits.', buckets: [0.1, 1], registers }).observe(by / 2);
    if (worker === '2') new Gauge({ name: 'own', help: 'Of one worker.', registers }).set(1e-7);
    return registry;
  };
  const registries = [aRegistry('1', 0.3), aRegistry('2', 4)];
  const merged = await mergedText(await Promise.all(registries.map((registry) => registry.getMetricsAsJSON())));
  const alone = await Promise.all(registries.map((registry) => registry.metrics()));
  const samplesOf = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(samplesOf(merged).map(sorted).toSorted()).toEqual(alone.flatMap(samplesOf).map(sorted).toSorted());
  expect(samplesOf(merged)).toContain('calls_total{kind="a b",path="/{x}\\"\\\\",worker="2"} 4');
  expect(merged.match(/^# HELP calls_total/gm)).toHaveLength(1);
});

/** A sample with its labels in order. */
function sorted(sample: string): string {
  return sample.replace(/\{(.*)\}/, (_, labels: string) => `{${labels.split(',').toSorted().join(',')}}`);
}
