import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a gateway's process is told. */
export type ToInstance =
  | { readonly kind: 'step'; readonly wallOffsetMs: number; readonly monotonicMs: number }
  | { readonly kind: 'measure' };

/** What it tells. */
export type FromInstance =
  | { readonly kind: 'listening'; readonly url: string }
  | ({ readonly kind: 'measured' } & Measured);

/** A gateway's memory after a collection, its handles (file descriptors and what keeps its loop alive), its surprises. */
export type Measured = {
  readonly heapBytes: number;
  readonly handles: number;
  readonly unexpected: readonly string[];
};

/** A gateway in a process of its own. */
export type Instance = {
  readonly url: string;
  /** Sets the wall clock this far off, and moves the monotonic one on. */
  readonly step: (wallOffsetMs: number, monotonicMs: number) => void;
  readonly measure: () => Promise<Measured>;
  /** Asks it to stop; resolves to how it ended. */
  readonly stop: () => Promise<string>;
};

const child = fileURLToPath(new URL('instance-child.ts', import.meta.url));

/** Starts a gateway with this environment and no other. */
export async function startInstance(environment: Readonly<Record<string, string>>): Promise<Instance> {
  const running = fork(child, { execArgv: ['--expose-gc'], env: environment });
  const listening = await answer(running, 'listening');
  return {
    url: listening.url,
    step: (wallOffsetMs, monotonicMs) => tell(running, { kind: 'step', wallOffsetMs, monotonicMs }),
    async measure() {
      const measured = answer(running, 'measured');
      tell(running, { kind: 'measure' });
      return await measured;
    },
    async stop() {
      if (running.exitCode !== null) return `exit code ${running.exitCode}`;
      const ended = once(running, 'exit');
      running.kill('SIGTERM');
      await ended;
      return running.signalCode ?? `exit code ${running.exitCode}`;
    },
  };
}

function tell(running: ChildProcess, message: ToInstance): void {
  if (running.connected) running.send(message);
}

function answer<K extends FromInstance['kind']>(
  running: ChildProcess,
  kind: K,
): Promise<Extract<FromInstance, { readonly kind: K }>> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`the gateway ended with ${String(code)}`));
    const listen = (message: FromInstance) => {
      if (!isOfKind(message, kind)) return;
      running.off('message', listen).off('exit', ended);
      resolve(message);
    };
    running.on('message', listen).once('exit', ended);
  });
}

function isOfKind<K extends FromInstance['kind']>(
  message: FromInstance,
  kind: K,
): message is Extract<FromInstance, { readonly kind: K }> {
  return message.kind === kind;
}
