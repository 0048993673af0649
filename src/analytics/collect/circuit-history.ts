import type { CircuitState } from '../../vocabulary.ts';

/** Changes of a source's worst circuit state. */
export interface CircuitHistory {
  changed(state: CircuitState): void;
  /** The worst state between two monotonic times. */
  worst(from: number, to: number): CircuitState;
}

const kept = 256;
const severity: readonly CircuitState[] = ['OPEN', 'HALF_OPEN', 'CLOSED'];

/** Keeps the latest 256 changes; before them, circuits count as closed. */
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
