import kinds from './everyday-kinds.json' with { type: 'json' };
import type { ProductKind } from './vocabulary.ts';

/** The kinds of product that people search for first. */
export const everydayKinds: readonly ProductKind[] = kinds.map((one) => ({ ...one, dollars: rangeOf(one.dollars) }));

function rangeOf([from = 0, to = 0]: readonly number[]): readonly [number, number] {
  return [from, to];
}
