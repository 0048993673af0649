import type { Environment } from '../config/environment.ts';

/** Merges environments; earlier ones take precedence. An empty variable counts as unset. */
export function layered(...layers: readonly Environment[]): Environment {
  const merged: Record<string, string | undefined> = {};
  for (const layer of layers.toReversed()) {
    for (const [name, value] of Object.entries(layer)) {
      if (value !== undefined && value.trim() !== '') merged[name] = value;
    }
  }
  return merged;
}
