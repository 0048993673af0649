import { z } from 'zod';

/** Reads the metrics of one process as prom-client's `getMetricsAsJSON` returns them. */
export type ReadSamples = () => Promise<readonly object[]>;

/** A worker's end of the channel to its supervisor. */
export type ToSupervisor = {
  send?(message: object, handle: undefined, options: undefined, done: () => void): unknown;
  on(event: 'message', listen: (message: unknown) => void): unknown;
};

/** The supervisor's end of it. */
export type ToWorker = {
  isConnected(): boolean;
  send(message: object, done: () => void): unknown;
  on(event: 'message', listen: (message: unknown) => void): unknown;
  once(event: 'exit', listen: () => void): unknown;
};

/** A send callback. Without one, a failed `send` emits an `error` event that nobody handles. */
const ignoreResult = () => undefined;

/** A worker that does not answer within this time is left out; the metrics of the others are still useful. */
const workerTimeoutMs = 1_000;

/** As much of prom-client's form as its aggregator relies on. */
const metrics = z.array(
  z.looseObject({
    name: z.string(),
    type: z.string(),
    values: z.array(
      z.looseObject({ value: z.number(), labels: z.record(z.string(), z.union([z.string(), z.number()])) }),
    ),
  }),
);

const fromWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('request-all'), request: z.number() }),
  z.object({ type: z.literal('own-metrics'), round: z.number(), metrics }),
]);
const fromSupervisor = z.discriminatedUnion('type', [
  z.object({ type: z.literal('request-own'), round: z.number() }),
  z.object({ type: z.literal('all-metrics'), request: z.number(), text: z.string() }),
]);
type SupervisorMessage = z.infer<typeof fromSupervisor>;

/**
 * Runs in a worker: sends the supervisor this worker's metrics on request, and returns a function that reads the metrics
 * of all workers as text. A scrape of a port that several processes serve reaches any of them; counters that jump
 * between the values of different workers would be useless.
 */
export function gatherInWorker(own: ReadSamples, supervisor: ToSupervisor): () => Promise<string> {
  const pending = new Map<number, (text: string) => void>();
  let lastRequest = 0;
  const send = (message: object) => void supervisor.send?.(message, undefined, undefined, ignoreResult);
  supervisor.on('message', (message) => {
    const { data } = fromSupervisor.safeParse(message);
    if (data?.type === 'request-own') {
      own().then((samples) => send({ type: 'own-metrics', round: data.round, metrics: samples }), ignoreResult);
    }
    if (data?.type === 'all-metrics') {
      pending.get(data.request)?.(data.text);
      pending.delete(data.request);
    }
  });
  return () =>
    new Promise((resolve, reject) => {
      lastRequest += 1;
      const request = lastRequest;
      const timer = setTimeout(() => {
        pending.delete(request);
        reject(new Error('The supervisor of the workers does not answer.'));
      }, 2 * workerTimeoutMs);
      pending.set(request, (text) => {
        clearTimeout(timer);
        resolve(text);
      });
      send({ type: 'request-all', request });
    });
}

type Metrics = z.infer<typeof metrics>;
type Round = { readonly byWorker: Map<string, Metrics>; readonly end: () => void; missing: number };

/** Runs in the supervisor: requests the metrics of every worker whenever one of them needs those of all. */
export function createMetricsRelay(): { add(worker: ToWorker, id: string): void } {
  const workers = new Map<ToWorker, string>();
  const rounds = new Map<number, Round>();
  let lastRound = 0;

  function gather(requester: ToWorker, request: number): void {
    lastRound += 1;
    const round = lastRound;
    const byWorker = new Map<string, Metrics>();
    const end = () => {
      clearTimeout(timer);
      if (!rounds.delete(round) || !requester.isConnected()) return;
      const inOrder = [...byWorker].toSorted(([one], [other]) => one.localeCompare(other)).map(([, own]) => own);
      void mergedText(inOrder).then((text) => send(requester, { type: 'all-metrics', request, text }), ignoreResult);
    };
    const timer = setTimeout(end, workerTimeoutMs);
    rounds.set(round, { byWorker, end, missing: workers.size });
    for (const worker of workers.keys()) send(worker, { type: 'request-own', round });
  }

  function take(id: string, round: number, own: Metrics): void {
    const current = rounds.get(round);
    if (current === undefined) return;
    current.byWorker.set(id, own);
    current.missing -= 1;
    if (current.missing === 0) current.end();
  }

  return {
    add(worker, id) {
      workers.set(worker, id);
      worker.once('exit', () => workers.delete(worker));
      worker.on('message', (message: unknown) => {
        const { data } = fromWorker.safeParse(message);
        if (data?.type === 'request-all') gather(worker, data.request);
        if (data?.type === 'own-metrics') take(id, data.round, data.metrics);
      });
    },
  };
}

/**
 * The metrics of several processes in Prometheus's text format. Each process labels its own samples with `worker`, so
 * that the aggregator, which sums samples with the same labels, keeps each of them as it is.
 */
export async function mergedText(byWorker: readonly (readonly object[])[]): Promise<string> {
  // Only a supervisor needs it, and that at the first scrape.
  const { AggregatorRegistry } = await import('prom-client');
  return await AggregatorRegistry.aggregate([...byWorker]).metrics();
}

function send(worker: ToWorker, message: SupervisorMessage): void {
  if (worker.isConnected()) worker.send(message, ignoreResult);
}
