import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { GatewayEvent, Report } from '../event.ts';

/** A listener per measured event type; each receives events of its type only. */
export type Listeners = Readonly<Partial<Record<GatewayEvent['type'], Report>>>;

/** Creates instruments in one registry; every name gets the prefix `asin_gateway_` unless it is a common one. */
export type Instruments = {
  /** With `read`, the value is read on every scrape instead of counted here. */
  counter<L extends string>(name: string, help: string, labelNames: readonly L[], read?: () => number): Counter<L>;
  /**
   * A counter with two labels for events of every operation. Counts are kept in maps and copied to the counter on every
   * scrape: 0.02 µs per event instead of 0.15 µs for `inc` (`npm run bench -- hot`).
   */
  pairs(name: string, help: string, labelNames: readonly [string, string]): CountPair;
  histogram<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    buckets: readonly number[],
  ): Histogram<L>;
  /** `collect` is called on every scrape. */
  gauge<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    collect?: (gauge: Gauge<L>) => void,
  ): Gauge<L>;
};

/** Increments the counter of two label values. */
export type CountPair = (first: string, second: string, by?: number) => void;

/** Prometheus's and Node's common metrics have their own prefixes. */
const commonName = /^(process|nodejs)_/;

/** Creates the factory of a registry's instruments. */
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

/** A listener for one event type. */
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
