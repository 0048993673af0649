import { schema } from '../../src/graphql/schema.ts';
import { caseText, type FuzzCase } from './fuzz-case.ts';
import { shortenPrelude, type Scenario } from './prelude.ts';
import { randomCase } from './random-case.ts';
import { createRandom } from './random.ts';
import { shrink } from './shrink.ts';
import { openComparison, type Difference, type Comparison } from './comparison.ts';

type Open = () => Promise<
  Pick<Comparison, 'play' | typeof Symbol.asyncDispose> & Partial<Pick<Comparison, 'fastAnswers'>>
>;

/** Options of a run. */
export type FuzzOptions = {
  readonly seed: number;
  readonly operations: number;
  /** The run ends after this many differences. */
  readonly mostDifferences: number;
  /** How many of the differences are shrunk. */
  readonly mostShrunk: number;
  /** Opens what is compared. Default: the gateway and the reference. */
  readonly open?: Open;
};

/** The result of a run. */
export type FuzzReport = {
  readonly operations: number;
  readonly differences: number;
  /** How many requests the fast path has answered. */
  readonly fastAnswers: number;
  /** The shrunk differences in readable form. */
  readonly texts: readonly string[];
};

/**
 * Sends random operations to a gateway, five times each, and compares every answer byte for byte with that of graphql-js
 * over the same state. Both are opened anew after a difference, so that one difference does not cause the next.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { seed, operations, mostDifferences, mostShrunk, open = openComparison } = options;
  const random = createRandom(seed);
  let comparison = await open();
  try {
    const texts: string[] = [];
    let prelude: FuzzCase[] = [];
    let differences = 0;
    let played = 0;
    let fastAnswers = 0;
    while (played < operations && differences < mostDifferences) {
      const last = randomCase(schema, random);
      const difference = await comparison.play(last);
      played += 1;
      if (difference !== undefined) {
        differences += 1;
        fastAnswers += comparison.fastAnswers?.() ?? 0;
        await comparison[Symbol.asyncDispose]();
        if (texts.length < mostShrunk) {
          texts.push(`Operation ${played} of seed ${seed}:\n${await explained({ prelude, last }, difference, open)}`);
        }
        comparison = await open();
        prelude = [];
      } else prelude.push(last);
    }
    fastAnswers += comparison.fastAnswers?.() ?? 0;
    return { operations: played, differences, fastAnswers, texts };
  } finally {
    await comparison[Symbol.asyncDispose]();
  }
}

/** Describes the shortest scenario that shows a difference, which need not be the difference that was seen first. */
async function explained(scenario: Scenario, difference: Difference, open: Open): Promise<string> {
  const fails = async (one: Scenario) => (await playAnew(one, open)) !== undefined;
  const { prelude, last } = await shortenPrelude(scenario, fails);
  const smallest = await shrink(last, schema, (one) => fails({ prelude, last: one }));
  const again = await playAnew({ prelude, last: smallest }, open);
  const { request, expected, answered } = again ?? difference;
  const cases = [...prelude, smallest].map(caseText).join('\nthen\n');
  const note = again === undefined ? '\n(the difference did not appear again)' : '';
  return `${cases}${note}\nrequest ${request + 1}\nexpected ${expected}\nanswered ${answered}\n`;
}

async function playAnew({ prelude, last }: Scenario, open: Open): Promise<Difference | undefined> {
  await using comparison = await open();
  // A difference in the prelude is another difference.
  for (const one of prelude) if ((await comparison.play(one)) !== undefined) return undefined;
  return await comparison.play(last);
}
