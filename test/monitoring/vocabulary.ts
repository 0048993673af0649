/** A name that can be selected, and with what. */
export type Metric = {
  /** `counter`, `gauge` or `histogram`. */
  readonly type: string;
  /** Values by label. */
  readonly labels: Map<string, Set<string>>;
};

/** What can be asked for, by the names of samples: a histogram's are three, and its own is none. */
export type Vocabulary = ReadonlyMap<string, Metric>;

/** The labels that Prometheus itself puts on all that it scrapes; operators choose their values. */
export const targetLabels: readonly string[] = ['job', 'instance'];

/** What Prometheus itself tells of everything that it scrapes. */
const upItself: readonly [string, Metric] = ['up', { type: 'gauge', labels: new Map() }];

/** What a text in Prometheus's format lets one ask. */
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
