import { z } from 'zod';
import { gatheredMetrics } from './gathered-metrics.ts';

/** Reads metrics as text. */
export type ReadMetrics = () => Promise<string>;

/** A worker's side of the channel between it and its supervisor. */
export type ToSupervisor = {
  send?(message: object, handle: undefined, options: undefined, done: () => void): unknown;
  on(event: 'message', listen: (message: unknown) => void): unknown;
};

/** The supervisor's side of it. */
export type ToWorker = {
  isConnected(): boolean;
  send(message: object, done: () => void): unknown;
  on(event: 'message', listen: (message: unknown) => void): unknown;
  once(event: 'exit', listen: () => void): unknown;
};

/** Told when a message is on its way, or never will be: who is not told of that is sent an error that nobody catches. */
const whoHasGone = () => undefined;

/** A worker that is stuck is left out after so long: what the others say is still worth having. */
const patienceMs = 1_000;

const fromWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('gather-metrics'), asked: z.number() }),
  z.object({ type: z.literal('own-metrics'), round: z.number(), text: z.string() }),
]);
const fromSupervisor = z.discriminatedUnion('type', [
  z.object({ type: z.literal('tell-metrics'), round: z.number() }),
  z.object({ type: z.literal('all-metrics'), asked: z.number(), text: z.string() }),
]);
type WorkerMessage = z.infer<typeof fromWorker>;
type SupervisorMessage = z.infer<typeof fromSupervisor>;

/**
 * In a worker: tells the supervisor its own metrics when asked, and reads those of all workers. Who scrapes a port that
 * several processes serve meets any of them; counters that jump from one's to another's would be worse than none.
 */
export function gatherInWorker(own: ReadMetrics, supervisor: ToSupervisor): ReadMetrics {
  const waiting = new Map<number, (text: string) => void>();
  let asked = 0;
  const send = (message: WorkerMessage) => void supervisor.send?.(message, undefined, undefined, whoHasGone);
  supervisor.on('message', (message) => {
    const { data } = fromSupervisor.safeParse(message);
    if (data?.type === 'tell-metrics') {
      own().then((text) => send({ type: 'own-metrics', round: data.round, text }), whoHasGone);
    }
    if (data?.type === 'all-metrics') {
      waiting.get(data.asked)?.(data.text);
      waiting.delete(data.asked);
    }
  });
  return () =>
    new Promise((resolve, reject) => {
      asked += 1;
      const mine = asked;
      const timer = setTimeout(() => {
        waiting.delete(mine);
        reject(new Error('The supervisor of the workers does not answer.'));
      }, 2 * patienceMs);
      waiting.set(mine, (text) => {
        clearTimeout(timer);
        resolve(text);
      });
      send({ type: 'gather-metrics', asked: mine });
    });
}

type Round = { readonly texts: Map<string, string>; readonly end: () => void; missing: number };

/** In the supervisor: asks every worker for its metrics whenever one of them wants to know. */
export function createMetricsRelay(): { add(worker: ToWorker, place: string): void } {
  const workers = new Map<ToWorker, string>();
  const rounds = new Map<number, Round>();
  let begun = 0;

  function gather(asker: ToWorker, asked: number): void {
    begun += 1;
    const round = begun;
    const texts = new Map<string, string>();
    const end = () => {
      clearTimeout(timer);
      if (!rounds.delete(round) || !asker.isConnected()) return;
      const inOrder = new Map([...texts].toSorted(([one], [other]) => one.localeCompare(other)));
      send(asker, { type: 'all-metrics', asked, text: gatheredMetrics(inOrder) });
    };
    const timer = setTimeout(end, patienceMs);
    rounds.set(round, { texts, end, missing: workers.size });
    for (const worker of workers.keys()) send(worker, { type: 'tell-metrics', round });
  }

  function take(place: string, { round, text }: Extract<WorkerMessage, { readonly type: 'own-metrics' }>): void {
    const of = rounds.get(round);
    if (of === undefined) return;
    of.texts.set(place, text);
    of.missing -= 1;
    if (of.missing === 0) of.end();
  }

  return {
    add(worker, place) {
      workers.set(worker, place);
      worker.once('exit', () => workers.delete(worker));
      worker.on('message', (message: unknown) => {
        const { data } = fromWorker.safeParse(message);
        if (data?.type === 'gather-metrics') gather(worker, data.asked);
        if (data?.type === 'own-metrics') take(place, data);
      });
    },
  };
}

function send(worker: ToWorker, message: SupervisorMessage): void {
  if (worker.isConnected()) worker.send(message, whoHasGone);
}
