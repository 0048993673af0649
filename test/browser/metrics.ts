/** The samples of `/metrics`. */
export type Metrics = {
  /** The sum of all samples with this name and these labels. */
  readonly sum: (name: string, labels?: Readonly<Record<string, string>>) => number;
};

/** Reads `/metrics` in Prometheus's text format. */
export async function metricsOf(url: string): Promise<Metrics> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const samples = text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, labels, value: Number(value) }];
  });
  return {
    sum: (name, labels = {}) =>
      samples
        .filter((sample) => sample.name === name)
        .filter((sample) => Object.entries(labels).every(([label, is]) => sample.labels.includes(`${label}="${is}"`)))
        .reduce((sum, { value }) => sum + value, 0),
  };
}
