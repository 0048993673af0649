import { parsePromql, type Expression, type Grouping, type Matcher } from './promql.ts';
import { targetLabels, type Metric, type Vocabulary } from './vocabulary.ts';

/** The labels of the result of an expression, and its faults. */
export type Judgement = {
  /** The labels of every resulting series; `undefined` for a number. */
  readonly labels: ReadonlySet<string> | undefined;
  readonly faults: readonly string[];
};

type Labels = Judgement['labels'];

/** Functions whose result has the labels of their argument. */
const ofCounters: ReadonlySet<string> = new Set(['rate', 'increase']);
const ofGauges: ReadonlySet<string> = new Set(['delta']);
const keepers: ReadonlySet<string> = new Set([...ofCounters, ...ofGauges, 'clamp_min', 'histogram_quantile']);
const setOperators: ReadonlySet<string> = new Set(['and', 'or', 'unless']);

/**
 * Checks that metrics, labels and label values of an expression exist, and that both sides of an operator can match.
 */
export function judge(text: string, vocabulary: Vocabulary): Judgement {
  const faults: string[] = [];
  const missing = (labels: Iterable<string>, from: ReadonlySet<string>, where: string) => {
    for (const label of labels) if (!from.has(label)) faults.push(`${where}: there is no label ${label}`);
  };

  function labelsOf(expression: Expression): Labels {
    switch (expression.kind) {
      case 'number':
        return undefined;
      case 'selector': {
        const metric = vocabulary.get(expression.name);
        if (metric === undefined) faults.push(`there is no metric ${expression.name}`);
        else for (const matcher of expression.matchers) faults.push(...faultsOf(expression.name, metric, matcher));
        return new Set([...(metric?.labels.keys() ?? []), ...targetLabels]);
      }
      case 'call':
        return labelsOfCall(expression);
      case 'aggregation': {
        const { name, grouping } = expression;
        const inner = expression.parts.map(labelsOf).find((labels) => labels !== undefined) ?? new Set();
        missing(grouping.labels, inner, name);
        return left(inner, grouping);
      }
      default:
        return labelsOfBinary(expression);
    }
  }

  function labelsOfCall({ name, parts }: Extract<Expression, { readonly kind: 'call' }>): Labels {
    const given = parts.map(labelsOf).find((labels) => labels !== undefined);
    if (name === 'time') return undefined;
    if (name === 'vector') return new Set();
    if (name === 'absent') return new Set(parts.flatMap((part) => (part.kind === 'selector' ? equalled(part) : [])));
    if (!keepers.has(name)) faults.push(`${name} is not a function that our rules use`);
    for (const part of parts) {
      const type = part.kind === 'selector' ? vocabulary.get(part.name)?.type : undefined;
      const wrong = ofCounters.has(name)
        ? type === 'gauge'
        : ofGauges.has(name) && type !== undefined && type !== 'gauge';
      if (wrong) faults.push(`${name} is not for a ${type}`);
    }
    if (name !== 'histogram_quantile') return given;
    missing(['le'], given ?? new Set(), name);
    return left(given ?? new Set(), { keeps: false, labels: ['le'] });
  }

  function labelsOfBinary({ operator, matching, parts }: Extract<Expression, { readonly kind: 'binary' }>): Labels {
    const [one, other] = [labelsOf(parts[0]), labelsOf(parts[1])];
    if (one === undefined || other === undefined) return one ?? other;
    const by = matching ?? { keeps: false, labels: [] };
    for (const label of by.labels) if (!one.has(label) && !other.has(label)) missing([label], one, operator);
    const meeting = [left(one, by), left(other, by)].map((labels) => [...labels].toSorted().join(', '));
    const isAbsence = operator === 'or' && parts[1].kind === 'call' && parts[1].name === 'absent';
    if (meeting[0] !== meeting[1] && !isAbsence) {
      faults.push(`${operator}: series by (${meeting[0]}) never meet series by (${meeting[1]})`);
    }
    return setOperators.has(operator) ? one : left(one, by);
  }

  const labels = labelsOf(parsePromql(text));
  return { labels, faults };
}

function left(labels: ReadonlySet<string>, { keeps, labels: named }: Grouping): ReadonlySet<string> {
  return new Set([...labels].filter((label) => named.includes(label) === keeps));
}

function equalled({ matchers }: Extract<Expression, { readonly kind: 'selector' }>): readonly string[] {
  return matchers.flatMap(({ label, operator }) => (operator === '=' ? [label] : []));
}

/** A value that never occurs is a fault under every operator: it selects nothing or excludes nothing. */
function faultsOf(name: string, metric: Metric, { label, operator, value }: Matcher): readonly string[] {
  if (targetLabels.includes(label)) return [];
  const values = metric.labels.get(label);
  if (values === undefined) return [`${name}: there is no label ${label}`];
  const wanted = operator.endsWith('~') ? value.split('|') : [value];
  return wanted.flatMap((one) => (values.has(one) ? [] : [`${name}: ${label} is never ${one}`]));
}
