import type { CircuitState } from '../../vocabulary.ts';

/** How a source's worst circuit has changed. */
export interface CircuitHistory {
  changed(state: CircuitState): void;
  /** The worst between two monotonic moments. */
  worst(from: number, to: number): CircuitState;
}

const kept = 256;
const severity: readonly CircuitState[] = ['OPEN', 'HALF_OPEN', 'CLOSED'];

/** Remembers the last changes; what came before them counts as closed. */
export function createCircuitHistory(monotonic: () => number): CircuitHistory {
  const changes: { readonly at: number; readonly state: CircuitState }[] = [];
  return {
    changed(state) {
      if ((changes.at(-1)?.state ?? 'CLOSED') === state) return;
      changes.push({ at: monotonic(), state });
      if (changes.length > kept) changes.shift();
    },
    worst(from, to) {
      const before = changes.findLast(({ at }) => at < from)?.state ?? 'CLOSED';
      const states = new Set([before, ...changes.filter(({ at }) => at >= from && at < to).map(({ state }) => state)]);
      return severity.find((state) => states.has(state)) ?? 'CLOSED';
    },
  };
}
