import type { CircuitState } from '../vocabulary.ts';
import type { Clock } from '../clock.ts';

/** Decides by the results of the last calls whether further calls may pass. One call is one sample. */
export interface Circuit {
  state(): CircuitState;
  /** Milliseconds until a probe may leave; 0 unless open. */
  opensAgainInMs(): number;
  /** The failure that opened it last; absent while closed. */
  readonly code: string | undefined;
  succeeded(): void;
  /** A call failed. Do not report aborted calls, throttled calls, and calls that our own permits refused. */
  failed(code: string): void;
}

/** How a class of failures opens the circuit: after so many in a row, for so long, doubling up to a limit. */
export type Opening = { readonly afterFailures: number; readonly forMs: number; readonly growsToMs: number };

const usual: Opening = { afterFailures: 5, forMs: 5_000, growsToMs: 5_000 };

/** Failures that an immediate retry cannot fix; Amazon takes such retries amiss. */
const openings: Readonly<Record<string, Opening>> = {
  CREDENTIALS: { afterFailures: 1, forMs: 60_000, growsToMs: 10 * 60_000 },
  BLOCKED: { afterFailures: 1, forMs: 5_000, growsToMs: 60 * 60_000 },
};

/**
 * A consecutive-failures breaker. In the half-open state the caller sends one call as a probe and chooses what is in it,
 * so that nothing waits for the result of a probe. (A breaker whose half-open state queues its callers, as
 * general-purpose libraries do, would make every operation wait for the probe.)
 *
 * @param onChange called with every change of state, and with the failure that caused an opening
 * @param openingOf how a failure opens the circuit; the numbers for upstreams if absent
 */
export function createCircuit(
  clock: Clock,
  onChange: (state: CircuitState, code?: string) => void,
  openingOf: (code: string) => Opening = upstreamOpening,
): Circuit {
  let failures = 0;
  let timesOpened = 0;
  let openUntil: number | undefined;
  let lastCode: string | undefined;
  let reported: CircuitState = 'CLOSED';

  const report = (state: CircuitState) => {
    if (state !== reported) {
      reported = state;
      onChange(state, lastCode);
    }
  };
  const state = (): CircuitState => {
    if (openUntil === undefined) return 'CLOSED';
    const now: CircuitState = clock.monotonic() < openUntil ? 'OPEN' : 'HALF_OPEN';
    report(now);
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
      report('CLOSED');
    },
    failed(code) {
      failures += 1;
      const opening = openingOf(code);
      const probing = state() === 'HALF_OPEN';
      if (!probing && failures < opening.afterFailures) return;
      timesOpened = code === lastCode ? timesOpened + 1 : 1;
      lastCode = code;
      openUntil = clock.monotonic() + Math.min(opening.growsToMs, opening.forMs * 2 ** (timesOpened - 1));
      reported = 'HALF_OPEN';
      report('OPEN');
    },
  };
}

function upstreamOpening(code: string): Opening {
  return openings[code] ?? usual;
}
