import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode } from '@lezer/common';

/** The condition of a selector on one label. */
export type Matcher = { readonly label: string; readonly operator: string; readonly value: string };

/** The part of PromQL that our rules and dashboards use. */
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

/** Labels that are kept (`by`, `on`) or removed (`without`, `ignoring`). */
export type Grouping = { readonly keeps: boolean; readonly labels: readonly string[] };

/** Nodes that only wrap their first child. */
const wrappers: ReadonlySet<string> = new Set([
  'PromQL',
  'ParenExpr',
  'OffsetExpr',
  'MatrixSelector',
  'SubqueryExpr',
  'UnaryExpr',
]);

/** Parses an expression with the grammar of Prometheus. @throws {SyntaxError} */
export function parsePromql(written: string): Expression {
  // Grafana replaces its variables by durations.
  const text = written.replaceAll(/\$__\w+/g, '5m');
  const tree = parser.parse(text);
  const source = (node: SyntaxNode) => text.slice(node.from, node.to);
  const fail = (node: SyntaxNode) =>
    new SyntaxError(`Unexpected ${node.name} at ${node.from} (${source(node)}): ${written}`);
  tree.iterate({
    enter: ({ node, type }) => {
      if (type.isError) throw fail(node);
    },
  });

  function only(node: SyntaxNode, kind: string): SyntaxNode {
    const child = node.getChild(kind);
    if (child === null) throw fail(node);
    return child;
  }
  function groupingOf(node: SyntaxNode | null, keeping: string): Grouping | undefined {
    if (node === null) return undefined;
    const labels = only(node, 'GroupingLabels').getChildren('LabelName').map(source);
    return { keeps: node.getChild(keeping) !== null, labels };
  }
  function matcherOf(node: SyntaxNode): Matcher {
    const [label, operator, value] = ['LabelName', 'MatchOp', 'StringLiteral'].map((kind) => source(only(node, kind)));
    return { label: label ?? '', operator: operator ?? '', value: String(value).slice(1, -1) };
  }
  function partsIn(body: SyntaxNode): readonly Expression[] {
    return childrenOf(body).map(expressionOf);
  }
  function expressionOf(node: SyntaxNode): Expression {
    if (wrappers.has(node.name)) {
      if (node.firstChild === null) throw fail(node);
      return expressionOf(node.firstChild);
    }
    switch (node.name) {
      case 'NumberDurationLiteral':
        return { kind: 'number' };
      case 'VectorSelector': {
        const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
        return { kind: 'selector', name: source(only(node, 'Identifier')), matchers: matchers.map(matcherOf) };
      }
      case 'FunctionCall': {
        const name = source(only(node, 'FunctionIdentifier'));
        return { kind: 'call', name, parts: partsIn(only(node, 'FunctionCallBody')) };
      }
      case 'AggregateExpr': {
        const grouping = groupingOf(node.getChild('AggregateModifier'), 'By') ?? { keeps: true, labels: [] };
        const name = source(only(node, 'AggregateOp'));
        return { kind: 'aggregation', name, grouping, parts: partsIn(only(node, 'FunctionCallBody')) };
      }
      case 'BinaryExpr': {
        const [left, operator, ...rest] = childrenOf(node);
        const right = rest.at(-1);
        if (left === undefined || operator === undefined || right === undefined) throw fail(node);
        const matching = groupingOf(node.getChild('MatchingModifierClause'), 'On');
        return {
          kind: 'binary',
          operator: source(operator),
          matching,
          parts: [expressionOf(left), expressionOf(right)],
        };
      }
      default:
        throw fail(node);
    }
  }

  return expressionOf(tree.topNode);
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/** The expression and all its parts. */
export function* partsOf(expression: Expression): Generator<Expression> {
  yield expression;
  if ('parts' in expression) for (const part of expression.parts) yield* partsOf(part);
}
