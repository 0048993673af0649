import { schema } from '../../src/graphql/schema.ts';
import { caseText, type FuzzCase } from './fuzz-case.ts';
import { randomCase } from './random-case.ts';
import { createRandom } from './random.ts';
import { shrink } from './shrink.ts';
import { openWorlds, type Difference, type Worlds } from './worlds.ts';

/** What is tried. */
export type FuzzOptions = {
  readonly seed: number;
  readonly operations: number;
  /** After so many differences the run ends. */
  readonly mostDifferences: number;
  /** How many of them are shrunk. */
  readonly mostShrunk: number;
  /** What is asked; gateway and reference unless given. */
  readonly open?: () => Promise<Pick<Worlds, 'play' | typeof Symbol.asyncDispose>>;
};

/** What came of it. */
export type FuzzReport = {
  readonly operations: number;
  readonly differences: number;
  /** The shrunk ones, to be read. */
  readonly texts: readonly string[];
};

/**
 * Asks a gateway random operations, five times each, and compares every answer byte for byte with what graphql-js makes
 * of it over the same state. Both are opened anew after a difference, so that one is not the cause of the next.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { seed, operations, mostDifferences, mostShrunk, open = openWorlds } = options;
  const random = createRandom(seed);
  const playAnew = async (fuzzCase: FuzzCase) => {
    await using worlds = await open();
    return await worlds.play(fuzzCase);
  };
  let worlds = await open();
  try {
    const texts: string[] = [];
    let differences = 0;
    let asked = 0;
    while (asked < operations && differences < mostDifferences) {
      const fuzzCase = randomCase(schema, random);
      const difference = await worlds.play(fuzzCase);
      asked += 1;
      if (difference === undefined) continue;
      differences += 1;
      await worlds[Symbol.asyncDispose]();
      if (texts.length < mostShrunk) {
        texts.push(`Operation ${asked} of seed ${seed}:\n${await explained(fuzzCase, difference, playAnew)}`);
      }
      worlds = await open();
    }
    return { operations: asked, differences, texts };
  } finally {
    await worlds[Symbol.asyncDispose]();
  }
}

async function explained(
  fuzzCase: FuzzCase,
  difference: Difference,
  playAnew: (fuzzCase: FuzzCase) => Promise<Difference | undefined>,
): Promise<string> {
  const smallest = await shrink(fuzzCase, schema, async (one) => (await playAnew(one)) !== undefined);
  const again = await playAnew(smallest);
  const note = again === undefined ? '\nSeen only after the operations before it: this is all of it.' : '';
  const { asking, expected, answered } = again ?? difference;
  return `${caseText(smallest)}${note}\nasking ${asking + 1}\nexpected ${expected}\nanswered ${answered}\n`;
}
