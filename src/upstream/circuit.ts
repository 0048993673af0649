import type { CircuitState } from '../vocabulary.ts';
import type { Clock } from '../clock.ts';

/** Whether calls may pass, decided by how the last ones ended. One call is one sample. */
export interface Circuit {
  state(): CircuitState;
  /** Milliseconds until a probe may leave; 0 unless open. */
  opensAgainInMs(): number;
  /** What opened it last; absent while closed. */
  readonly code: string | undefined;
  succeeded(): void;
  /** A call failed. An abort, a throttled call and one that our own permits refused are no samples: do not report them. */
  failed(code: string): void;
}

/** How a class of failure opens the circuit. */
type Opening = { readonly afterFailures: number; readonly forMs: number; readonly growsToMs: number };

const usual: Opening = { afterFailures: 5, forMs: 5_000, growsToMs: 5_000 };

/** Failures that asking again at once cannot mend, and that cost goodwill when it is tried. */
const openings: Readonly<Record<string, Opening>> = {
  CREDENTIALS: { afterFailures: 1, forMs: 60_000, growsToMs: 10 * 60_000 },
  BLOCKED: { afterFailures: 1, forMs: 5_000, growsToMs: 60 * 60_000 },
};

/**
 * A consecutive-failures breaker. Half-open lets one call through as a probe; who may be in it is the caller's
 * decision, so that nobody waits for a probe's outcome. (A breaker whose half-open state queues its callers, as
 * general-purpose libraries do, would make every operation wait for the probe.)
 *
 * @param onChange told of every change of state, with the failure class that caused an opening
 */
export function createCircuit(clock: Clock, onChange: (state: CircuitState, code?: string) => void): Circuit {
  let failures = 0;
  let timesOpened = 0;
  let openUntil: number | undefined;
  let lastCode: string | undefined;
  let told: CircuitState = 'CLOSED';

  const tell = (state: CircuitState) => {
    if (state !== told) {
      told = state;
      onChange(state, lastCode);
    }
  };
  const state = (): CircuitState => {
    if (openUntil === undefined) return 'CLOSED';
    const now: CircuitState = clock.monotonic() < openUntil ? 'OPEN' : 'HALF_OPEN';
    tell(now);
    return now;
  };

  return {
    state,
    opensAgainInMs: () => (openUntil === undefined ? 0 : Math.max(0, openUntil - clock.monotonic())),
    get code() {
      return openUntil === undefined ? undefined : lastCode;
    },
    succeeded() {
      failures = 0;
      timesOpened = 0;
      openUntil = undefined;
      lastCode = undefined;
      tell('CLOSED');
    },
    failed(code) {
      failures += 1;
      const opening = openings[code] ?? usual;
      const probing = state() === 'HALF_OPEN';
      if (!probing && failures < opening.afterFailures) return;
      timesOpened = code === lastCode ? timesOpened + 1 : 1;
      lastCode = code;
      openUntil = clock.monotonic() + Math.min(opening.growsToMs, opening.forMs * 2 ** (timesOpened - 1));
      told = 'HALF_OPEN';
      tell('OPEN');
    },
  };
}
