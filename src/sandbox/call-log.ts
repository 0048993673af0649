import type { CallSubject } from './endpoint.ts';
import { type SandboxApi, sandboxApis } from './fault.ts';

/** A call that the sandbox received. */
export type SandboxCall = CallSubject & {
  readonly api: SandboxApi;
  /** The status of the answer; `reset` or `hang` when a fault prevented it, `gone` when the client disconnected. */
  readonly status: number | 'reset' | 'hang' | 'gone';
  /** When the whole request had arrived, in milliseconds on the sandbox's clock. */
  readonly at: number;
};

/** The calls of one interface, as the control page shows them. */
export type CallCounts = {
  readonly count: number;
  /** Calls that failed or were refused; an answer that nothing was found is neither. */
  readonly refused: number;
  readonly last?: SandboxCall;
};

/** How many calls the log keeps. The counts have no such limit. */
const remembered = 10_000;

/** The calls in the order in which they ended. */
export class CallLog {
  readonly calls: SandboxCall[] = [];
  readonly #counts = new Map<SandboxApi, CallCounts>(sandboxApis.map((api) => [api, { count: 0, refused: 0 }]));

  add(call: SandboxCall, refused: boolean): void {
    this.calls.push(call);
    if (this.calls.length > remembered) this.calls.shift();
    const before = this.countsOf(call.api);
    this.#counts.set(call.api, {
      count: before.count + 1,
      refused: before.refused + (refused ? 1 : 0),
      last: call,
    });
  }

  countsOf(api: SandboxApi): CallCounts {
    return this.#counts.get(api) ?? { count: 0, refused: 0 };
  }
}
