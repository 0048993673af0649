import type { Environment } from '../config/environment.ts';

/** One environment of several, the strongest first. An empty variable says nothing, so a weaker one shows through. */
export function layered(...layers: readonly Environment[]): Environment {
  const merged: Record<string, string | undefined> = {};
  for (const layer of layers.toReversed()) {
    for (const [name, value] of Object.entries(layer)) {
      if (value !== undefined && value.trim() !== '') merged[name] = value;
    }
  }
  return merged;
}
