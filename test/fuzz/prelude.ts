import type { FuzzCase } from './fuzz-case.ts';

/** A failing case, and the cases that have to run before it. */
export type Scenario = { readonly prelude: readonly FuzzCase[]; readonly last: FuzzCase };

/**
 * Shortens the prelude for as long as the case still fails. Most cases fail by themselves, some only at that time of day,
 * some only after others. The time that a removed case took is added to the next case.
 */
export async function shortenPrelude(
  scenario: Scenario,
  stillFails: (scenario: Scenario) => Promise<boolean>,
): Promise<Scenario> {
  let shortest = scenario;
  for (const elapsed of [false, true]) {
    const alone = without(scenario, 0, scenario.prelude.length, elapsed);
    if (await stillFails(alone)) return alone;
  }
  for (let size = Math.ceil(scenario.prelude.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < shortest.prelude.length;) {
      const shorter = without(shortest, at, size, true);
      if (await stillFails(shorter)) shortest = shorter;
      else at += size;
    }
  }
  return shortest;
}

function without({ prelude, last }: Scenario, at: number, size: number, keepsTime: boolean): Scenario {
  const waits = prelude.slice(at, at + size).flatMap(({ requests }) => requests.map(({ waitMs }) => waitMs));
  const elapsedMs = keepsTime ? waits.reduce((sum, waitMs) => sum + waitMs, 0) : 0;
  const rest = prelude.toSpliced(at, size);
  const next = rest[at];
  if (next === undefined) return { prelude: rest, last: after(elapsedMs, last) };
  return { prelude: rest.with(at, after(elapsedMs, next)), last };
}

function after(elapsedMs: number, fuzzCase: FuzzCase): FuzzCase {
  const [first, ...others] = fuzzCase.requests;
  if (first === undefined) return fuzzCase;
  return { ...fuzzCase, requests: [{ ...first, waitMs: first.waitMs + elapsedMs }, ...others] };
}
