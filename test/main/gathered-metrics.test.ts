import { expect, test } from 'vitest';
import { gatheredMetrics } from '../../src/main/gathered-metrics.ts';

const one = `# HELP asked Questions.
# TYPE asked counter
asked{kind="a b",path="/{x}"} 3

# HELP up Since when.
# TYPE up gauge
up 1
`;
const other = `# HELP asked Questions.
# TYPE asked counter
asked{kind="a b",path="/{x}"} 4
asked{kind="c"} 1e-7

# HELP own Of this one alone.
# TYPE own gauge
own 7
`;

test('the metrics of several processes are one text: each help once, each sample under its worker', () => {
  const texts = new Map([
    ['1', one],
    ['2', other],
  ]);
  expect(gatheredMetrics(texts)).toBe(`# HELP asked Questions.
# TYPE asked counter
asked{worker="1",kind="a b",path="/{x}"} 3
asked{worker="2",kind="a b",path="/{x}"} 4
asked{worker="2",kind="c"} 1e-7

# HELP up Since when.
# TYPE up gauge
up{worker="1"} 1

# HELP own Of this one alone.
# TYPE own gauge
own{worker="2"} 7
`);
});
