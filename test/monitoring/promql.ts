/** What a selector asks of one label. */
export type Matcher = { readonly label: string; readonly operator: string; readonly value: string };

/** As much of PromQL as rules and dashboards of ours are written in. */
export type Expression =
  | { readonly kind: 'number' }
  | { readonly kind: 'selector'; readonly name: string; readonly matchers: readonly Matcher[] }
  | { readonly kind: 'call'; readonly name: string; readonly parts: readonly Expression[] }
  | {
      readonly kind: 'aggregation';
      readonly name: string;
      readonly grouping: Grouping;
      readonly parts: readonly Expression[];
    }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly matching: Grouping | undefined;
      readonly parts: readonly [Expression, Expression];
    };

/** Labels that are kept (`by`, `on`) or left out (`without`, `ignoring`). */
export type Grouping = { readonly keeps: boolean; readonly labels: readonly string[] };

const token =
  /\s+|(?<text>"[^"\\]*")|(?<time>(?:\d+(?:ms|[smhdwy]))+\b|\$__\w+)|(?<number>\d+(?:\.\d+)?)|(?<word>[a-z_]\w*)|(?<sign>[=!<>]=|[=!]~|[-+*/%<>={}()[\],:])/giy;
const aggregations: ReadonlySet<string> = new Set(['sum', 'min', 'max', 'avg', 'count']);
const strengths: readonly (readonly string[])[] = [
  ['or'],
  ['and', 'unless'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Reads an expression. @throws when it is not one, or has what nothing of ours needs */
export function parsePromql(text: string): Expression {
  const tokens = tokensOf(text);
  let at = 0;

  const is = (...wanted: readonly string[]) => wanted.includes(tokens[at] ?? '');
  function next(): string {
    const found = tokens[at];
    if (found === undefined) throw new SyntaxError(`more was expected after: ${text}`);
    at += 1;
    return found;
  }
  function take(wanted: string): void {
    const found = next();
    if (found !== wanted) throw new SyntaxError(`"${wanted}" was expected, not "${found}": ${text}`);
  }
  function listOf<T>(end: string, read: () => T): readonly T[] {
    const all: T[] = [];
    while (!is(end)) {
      all.push(read());
      if (!is(end)) take(',');
    }
    take(end);
    return all;
  }
  function grouping(keeping: string, leaving: string): Grouping | undefined {
    if (!is(keeping, leaving)) return undefined;
    const keeps = next() === keeping;
    take('(');
    return { keeps, labels: listOf(')', next) };
  }

  function binary(strength = 0): Expression {
    const operators = strengths[strength];
    if (operators === undefined) return ranged();
    let left = binary(strength + 1);
    while (is(...operators)) {
      const operator = next();
      const matching = grouping('on', 'ignoring');
      left = { kind: 'binary', operator, matching, parts: [left, binary(strength + 1)] };
    }
    return left;
  }
  function ranged(): Expression {
    const inner = single();
    if (is('[')) {
      while (next() !== ']');
    }
    if (is('offset')) at += 2;
    return inner;
  }
  function single(): Expression {
    const first = next();
    if (first === '(') {
      const inner = binary();
      take(')');
      return inner;
    }
    if (/^\d/.test(first)) return { kind: 'number' };
    if (!/^[a-z_]/i.test(first)) throw new SyntaxError(`"${first}" begins nothing: ${text}`);
    if (aggregations.has(first)) return aggregation(first);
    if (is('(')) {
      take('(');
      return { kind: 'call', name: first, parts: listOf(')', binary) };
    }
    if (!is('{')) return { kind: 'selector', name: first, matchers: [] };
    take('{');
    return { kind: 'selector', name: first, matchers: listOf('}', matcher) };
  }
  function aggregation(name: string): Expression {
    const before = grouping('by', 'without');
    take('(');
    const parts = listOf(')', binary);
    return { kind: 'aggregation', name, grouping: before ?? { keeps: true, labels: [] }, parts };
  }
  function matcher(): Matcher {
    return { label: next(), operator: next(), value: next().slice(1, -1) };
  }

  const whole = binary();
  if (at < tokens.length) throw new SyntaxError(`"${tokens[at]}" is too much: ${text}`);
  return whole;
}

function tokensOf(text: string): readonly string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new SyntaxError(`nothing begins with "${text.slice(from, from + 10)}": ${text}`);
    if (match[0].trim() !== '') found.push(match[0]);
  }
  return found;
}

/** The expression and everything in it. */
export function* partsOf(expression: Expression): Generator<Expression> {
  yield expression;
  if ('parts' in expression) for (const part of expression.parts) yield* partsOf(part);
}
