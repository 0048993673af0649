import { simulate, type Scenario } from './fleet-simulation/simulate.ts';
import { table } from './table.ts';

/** Requests a second. */
const demands = [0.1, 1, 5, 20, 50];
/** One queue for a fleet is simulated without its round trips, so that it is the same for any number of instances. */
const fleets: readonly Pick<Scenario, 'instances' | 'shared'>[] = [
  { instances: 200, shared: true },
  { instances: 2, shared: false },
  { instances: 20, shared: false },
  { instances: 200, shared: false },
];

/**
 * Simulates a day of a fleet with one account at a call a second: requests for two million products by Zipf's law from a cold
 * cache. Compares a queue per instance with one for the fleet, without and with pacing, and prints what answered the requests.
 */
export async function benchFleetSimulation(quick: boolean): Promise<void> {
  const rows = (quick ? [1] : demands).flatMap((demand) =>
    fleets.flatMap((fleet) =>
      [false, true].map((pacing) => row({ ...fleet, pacing, demand, products: quick ? 100_000 : 2_000_000 })),
    ),
  );
  table(
    'Fleet: a simulated day of 8,640 calls, one a second; share of the requests, and the wait of those that a call answered',
    'requests/s|instances|queue|pacing|calls|slots filled|calls last|fresh or live|stale|none|p50 s|p95 s'.split('|'),
    rows,
  );
}

function row(scenario: Scenario): readonly (string | number)[] {
  const { counts, calls, lookups, spentAt, waitMs } = simulate(scenario);
  const requests = counts.fresh + counts.live + counts.stale + counts.none;
  const share = (count: number) => `${Math.round((100 * count) / requests)} %`;
  const { demand, instances, shared, pacing } = scenario;
  return [
    demand,
    shared ? `1 to ${instances}` : instances,
    shared ? 'one' : 'each',
    pacing ? 'auto' : 'off',
    calls,
    (lookups / calls).toFixed(1),
    spentAt === undefined ? 'all day' : `${(spentAt / 3_600_000).toFixed(1)} h`,
    share(counts.fresh + counts.live),
    share(counts.stale),
    share(counts.none),
    (waitMs(0.5) / 1000).toFixed(1),
    (waitMs(0.95) / 1000).toFixed(1),
  ];
}
