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
export type CallTally = { readonly count: number; readonly refused: number; readonly last?: SandboxCall };

/** How many calls are remembered; the tallies go on counting. */
const remembered = 10_000;

/** The calls in the order their outcome was known. */
export class CallLog {
  readonly calls: SandboxCall[] = [];
  readonly #tallies = new Map<SandboxApi, CallTally>(sandboxApis.map((api) => [api, { count: 0, refused: 0 }]));

  add(call: SandboxCall): void {
    this.calls.push(call);
    if (this.calls.length > remembered) this.calls.shift();
    const { count, refused } = this.tally(call.api);
    const bad = typeof call.status !== 'number' || call.status >= 400;
    this.#tallies.set(call.api, { count: count + 1, refused: refused + (bad ? 1 : 0), last: call });
  }

  tally(api: SandboxApi): CallTally {
    return this.#tallies.get(api) ?? { count: 0, refused: 0 };
  }
}
