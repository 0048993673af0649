import { fields } from '../fields.ts';

/**
 * The names of the list's own columns in the output: each name once, and none of ours, which keep their names so that
 * programs find them. A column `title` of the list becomes `input_title`.
 */
export function ownNames(names: readonly string[]): readonly string[] {
  const ours = new Set<string>(fields);
  const taken = new Set<string>(fields);
  return names.map((name) => {
    const wanted = ours.has(name) ? `input_${name}` : name;
    let free = wanted;
    for (let number = 2; taken.has(free); number += 1) free = `${wanted}_${number}`;
    taken.add(free);
    return free;
  });
}
