import type { CallSubject } from './endpoint.ts';
import { type SandboxApi, sandboxApis } from './fault.ts';

/** One call that reached the sandbox. */
export type SandboxCall = CallSubject & {
  readonly api: SandboxApi;
  /** What was answered; `reset` and `hang` when a fault left it unanswered, `gone` when the caller hung up first. */
  readonly status: number | 'reset' | 'hang' | 'gone';
  /** When the request had arrived, in milliseconds on the sandbox's clock. */
  readonly at: number;
};

/** What the control page shows of one interface. */
export type CallCounts = { readonly count: number; readonly refused: number; readonly last?: SandboxCall };

/** How many calls are remembered; the counts go on. */
const remembered = 10_000;

/** The calls in the order their outcome was known. */
export class CallLog {
  readonly calls: SandboxCall[] = [];
  readonly #counts = new Map<SandboxApi, CallCounts>(sandboxApis.map((api) => [api, { count: 0, refused: 0 }]));

  add(call: SandboxCall): void {
    this.calls.push(call);
    if (this.calls.length > remembered) this.calls.shift();
    const { count, refused } = this.countsOf(call.api);
    const bad = typeof call.status !== 'number' || call.status >= 400;
    this.#counts.set(call.api, { count: count + 1, refused: refused + (bad ? 1 : 0), last: call });
  }

  countsOf(api: SandboxApi): CallCounts {
    return this.#counts.get(api) ?? { count: 0, refused: 0 };
  }
}
