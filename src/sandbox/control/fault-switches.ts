import type { SandboxApi, SandboxFault } from '../fault.ts';

/** The faults in force, by interface. */
export class FaultSwitches {
  readonly #faults = new Map<SandboxApi, SandboxFault>();

  get(api: SandboxApi): SandboxFault | undefined {
    return this.#faults.get(api);
  }

  set(api: SandboxApi, fault: SandboxFault | undefined): void {
    if (fault === undefined) this.#faults.delete(api);
    else this.#faults.set(api, fault);
  }
}
