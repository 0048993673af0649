import kinds from './everyday-kinds.json' with { type: 'json' };
import type { ProductKind } from './vocabulary.ts';

/** What people search for first when they try a shop, beside the other kinds. */
export const everydayKinds: readonly ProductKind[] = kinds.map((one) => ({ ...one, dollars: rangeOf(one.dollars) }));

function rangeOf([from = 0, to = 0]: readonly number[]): readonly [number, number] {
  return [from, to];
}
