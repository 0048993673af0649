import type { FuzzCase } from './fuzz-case.ts';

/** What has to be asked before a case for it to fail, and the case. */
export type Story = { readonly prelude: readonly FuzzCase[]; readonly last: FuzzCase };

/**
 * The shortest story that still fails: most cases fail by themselves, some only at that time of day, some only after
 * others. Of what is left out, the time that it took stays.
 */
export async function shortenPrelude(story: Story, stillFails: (story: Story) => Promise<boolean>): Promise<Story> {
  let shortest = story;
  for (const elapsed of [false, true]) {
    const alone = without(story, 0, story.prelude.length, elapsed);
    if (await stillFails(alone)) return alone;
  }
  for (let size = Math.ceil(story.prelude.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < shortest.prelude.length;) {
      const shorter = without(shortest, at, size, true);
      if (await stillFails(shorter)) shortest = shorter;
      else at += size;
    }
  }
  return shortest;
}

function without({ prelude, last }: Story, at: number, size: number, keepsTime: boolean): Story {
  const waits = prelude.slice(at, at + size).flatMap(({ askings }) => askings.map(({ waitMs }) => waitMs));
  const elapsedMs = keepsTime ? waits.reduce((sum, waitMs) => sum + waitMs, 0) : 0;
  const rest = prelude.toSpliced(at, size);
  const next = rest[at];
  if (next === undefined) return { prelude: rest, last: after(elapsedMs, last) };
  return { prelude: rest.with(at, after(elapsedMs, next)), last };
}

function after(elapsedMs: number, fuzzCase: FuzzCase): FuzzCase {
  const [first, ...others] = fuzzCase.askings;
  if (first === undefined) return fuzzCase;
  return { ...fuzzCase, askings: [{ ...first, waitMs: first.waitMs + elapsedMs }, ...others] };
}
