import { schema } from '../../src/graphql/schema.ts';
import { caseText, type FuzzCase } from './fuzz-case.ts';
import { shortenPrelude, type Story } from './prelude.ts';
import { randomCase } from './random-case.ts';
import { createRandom } from './random.ts';
import { shrink } from './shrink.ts';
import { openWorlds, type Difference, type Worlds } from './worlds.ts';

type Open = () => Promise<Pick<Worlds, 'play' | typeof Symbol.asyncDispose>>;

/** What is tried. */
export type FuzzOptions = {
  readonly seed: number;
  readonly operations: number;
  /** After so many differences the run ends. */
  readonly mostDifferences: number;
  /** How many of them are shrunk. */
  readonly mostShrunk: number;
  /** What is asked; gateway and reference unless given. */
  readonly open?: Open;
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
  let worlds = await open();
  try {
    const texts: string[] = [];
    let prelude: FuzzCase[] = [];
    let differences = 0;
    let asked = 0;
    while (asked < operations && differences < mostDifferences) {
      const last = randomCase(schema, random);
      const difference = await worlds.play(last);
      asked += 1;
      if (difference !== undefined) {
        differences += 1;
        await worlds[Symbol.asyncDispose]();
        if (texts.length < mostShrunk) {
          texts.push(`Operation ${asked} of seed ${seed}:\n${await explained({ prelude, last }, difference, open)}`);
        }
        worlds = await open();
        prelude = [];
      } else prelude.push(last);
    }
    return { operations: asked, differences, texts };
  } finally {
    await worlds[Symbol.asyncDispose]();
  }
}

/** The shortest story that shows a difference, which need not be the one that was seen first. */
async function explained(story: Story, difference: Difference, open: Open): Promise<string> {
  const fails = async (one: Story) => (await playAnew(one, open)) !== undefined;
  const { prelude, last } = await shortenPrelude(story, fails);
  const smallest = await shrink(last, schema, (one) => fails({ prelude, last: one }));
  const again = await playAnew({ prelude, last: smallest }, open);
  const { asking, expected, answered } = again ?? difference;
  const cases = [...prelude, smallest].map(caseText).join('\nthen\n');
  const note = again === undefined ? '\n(not seen again)' : '';
  return `${cases}${note}\nasking ${asking + 1}\nexpected ${expected}\nanswered ${answered}\n`;
}

async function playAnew({ prelude, last }: Story, open: Open): Promise<Difference | undefined> {
  await using worlds = await open();
  // A difference further up is another one.
  for (const one of prelude) if ((await worlds.play(one)) !== undefined) return undefined;
  return await worlds.play(last);
}
