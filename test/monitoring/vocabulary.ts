/** The type and the labels of a metric. */
export type Metric = {
  /** `counter`, `gauge` or `histogram`. */
  readonly type: string;
  /** Label values by label. */
  readonly labels: Map<string, Set<string>>;
};

/** Metrics by the names of their samples; a histogram has three names, its own is not among them. */
export type Vocabulary = ReadonlyMap<string, Metric>;

/** The labels that Prometheus adds to every sample; operators choose their values. */
export const targetLabels: readonly string[] = ['job', 'instance'];

/** The metric that Prometheus adds for every target. */
const upItself: readonly [string, Metric] = ['up', { type: 'gauge', labels: new Map() }];

/** The vocabulary of a text in the format of Prometheus. */
export function vocabularyOf(text: string): Vocabulary {
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]));
  const metrics = new Map<string, Metric>([upItself]);
  for (const [, name = '', labels = ''] of text.matchAll(/^([a-z]\w*)(?:\{(.*)\})? \S+$/gim)) {
    const type = types.get(name) ?? types.get(name.replace(/_(?:bucket|sum|count)$/, ''));
    if (type === undefined) throw new Error(`${name} has samples but no type`);
    const metric: Metric = metrics.get(name) ?? { type, labels: new Map() };
    metrics.set(name, metric);
    for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
      metric.labels.set(label, (metric.labels.get(label) ?? new Set()).add(value));
    }
  }
  return metrics;
}
