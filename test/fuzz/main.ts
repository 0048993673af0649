import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

/** `npm run fuzz -- --seed 7 --operations 20000` prints every difference, and exits with 1 when there is one. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    operations: { type: 'string', default: '5000' },
    differences: { type: 'string', default: '5' },
  },
});
const [seed, operations, mostDifferences] = [values.seed, values.operations, values.differences].map(Number);
if (![seed, operations, mostDifferences].every(Number.isSafeInteger)) {
  throw new Error('--seed, --operations and --differences must be integers.');
}
process.stdout.write(`Seed ${seed}, ${operations} operations, each requested five times.\n`);
const report = await fuzz({
  seed: seed ?? 0,
  operations: operations ?? 0,
  mostDifferences: mostDifferences ?? 1,
  mostShrunk: 5,
});
process.stdout.write(report.texts.map((text) => `\n${text}`).join(''));
process.stdout.write(
  `${report.operations} operations, ${report.fastAnswers} answers by the fast path, ${report.differences} differences.\n`,
);
process.exitCode = report.differences > 0 ? 1 : 0;
