import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SourceId } from '../../src/vocabulary.ts';
import type { faults } from './faults.ts';

/** What the stand-in is told to do to requests whose path matches `where`. */
export type Orders = { readonly where: string; readonly fault: keyof typeof faults; readonly wallMs: number };

/** A stand-in in a process of its own: what it holds in memory is not ours. */
export type DistantUpstream = AsyncDisposable & {
  readonly origin: string;
  break(orders: Orders): Promise<void>;
};

const script = fileURLToPath(new URL('distant-upstream-child.ts', import.meta.url));

/** Starts the stand-in of a source. */
export async function startDistantUpstream(source: SourceId): Promise<DistantUpstream> {
  const child = fork(script, [source], { execArgv: [] });
  const [origin]: unknown[] = await once(child, 'message');
  if (typeof origin !== 'string') throw new Error('the stand-in did not say where it listens');
  return {
    origin,
    async break(orders) {
      const done = once(child, 'message');
      child.send(orders);
      await done;
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
