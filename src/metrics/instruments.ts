import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { GatewayEvent, Report } from '../event.ts';

/** One listener for each type of event that is measured; it is told no other. */
export type Listeners = Readonly<Partial<Record<GatewayEvent['type'], Report>>>;

/** Makes instruments that all live in one registry; every name begins alike. */
export type Instruments = {
  /** `read` gives the count when the metrics are asked for, where somebody else counts. */
  counter<L extends string>(name: string, help: string, labelNames: readonly L[], read?: () => number): Counter<L>;
  /**
   * A counter of what happens with every operation, by two labels. Counted in maps and handed over when the metrics are
   * asked for: measured, 0.02 microseconds instead of the 0.15 of a counter's own `inc`.
   */
  pairs(name: string, help: string, labelNames: readonly [string, string]): CountPair;
  histogram<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    buckets: readonly number[],
  ): Histogram<L>;
  /** `collect` is called when the metrics are asked for. */
  gauge<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    collect?: (gauge: Gauge<L>) => void,
  ): Gauge<L>;
};

/** Counts under two labels' values. */
export type CountPair = (first: string, second: string, by?: number) => void;

/** Names with a prefix of their own are Prometheus's and Node's common ones. */
const commonName = /^(process|nodejs)_/;

/** Instruments of one registry. */
export function createInstruments(registry: Registry): Instruments {
  const settings = <L extends string>(name: string, help: string, labelNames: readonly L[]) => ({
    name: commonName.test(name) ? name : `asin_gateway_${name}`,
    help,
    labelNames,
    registers: [registry],
  });
  return {
    counter<L extends string>(name: string, help: string, labelNames: readonly L[], read?: () => number) {
      const collect = () => {
        own.reset();
        own.inc(read?.());
      };
      const own: Counter<L> = new Counter<L>({ ...settings(name, help, labelNames), ...(read && { collect }) });
      return own;
    },
    pairs(name, help, labelNames) {
      const rows = new Map<string, Map<string, number>>();
      const collect = () => {
        own.reset();
        for (const [first, row] of rows) {
          for (const [second, count] of row) own.inc({ [labelNames[0]]: first, [labelNames[1]]: second }, count);
        }
      };
      const own = new Counter({ ...settings(name, help, labelNames), collect });
      return (first, second, by = 1) => {
        let row = rows.get(first);
        if (row === undefined) rows.set(first, (row = new Map()));
        row.set(second, (row.get(second) ?? 0) + by);
      };
    },
    histogram: (name, help, labelNames, buckets) =>
      new Histogram({ ...settings(name, help, labelNames), buckets: [...buckets] }),
    gauge<L extends string>(name: string, help: string, labelNames: readonly L[], collect?: (gauge: Gauge<L>) => void) {
      const own: Gauge<L> = new Gauge<L>({
        ...settings(name, help, labelNames),
        ...(collect !== undefined && { collect: () => collect(own) }),
      });
      return own;
    },
  };
}

/** Listens to one type of event only. */
export function on<T extends GatewayEvent['type']>(
  type: T,
  listen: (event: Extract<GatewayEvent, { readonly type: T }>) => void,
): Listeners {
  return { [type]: (event: GatewayEvent) => (isOf(type, event) ? listen(event) : undefined) };
}

function isOf<T extends GatewayEvent['type']>(
  type: T,
  event: GatewayEvent,
): event is Extract<GatewayEvent, { readonly type: T }> {
  return event.type === type;
}
