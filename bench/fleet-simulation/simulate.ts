import {
  defaultTtlMs,
  licenceLimitMs,
  refreshAheadAt,
  refreshAheadMinHits,
  refreshAheadReserve,
  refreshDeadlineMs,
  staleWaitMs,
} from '../../src/catalog/lifetimes.ts';
import { createDayProjection } from '../../src/rate-limit/day-projection.ts';
import { dayMs } from '../../src/rate-limit/day-count.ts';
import { pacedUntil } from '../../src/source/batching/paced-call.ts';
import { Agenda } from './agenda.ts';
import { Line, type SimulatedLookup } from './line.ts';
import { simulatedPermits, type SimulatedPermit } from './permits.ts';
import { createTally, type Tally } from './tally.ts';
import { seeded } from '../seeded.ts';
import { zipf } from './zipf.ts';

/** One simulated day. */
export type Scenario = {
  readonly instances: number;
  /** One line for all instances; otherwise each has its own. */
  readonly shared: boolean;
  readonly pacing: boolean;
  /** Requests a second, of one product each. */
  readonly demand: number;
  readonly products: number;
};

const slots = 10;
const callMs = 300;
const callP95Ms = 500;
const safetyMs = 300;
const deadlineMs = 10_000;
const lookAgainMs = 5_000;
/** The default of INTERACTIVE_TARGET_MS. */
const interactiveP95Ms = 5_000;

type Entry = { readonly fetchedAt: number; hits: number; readonly refreshAt: number };

/** Simulates a UTC day from a cold cache: one account with a call a second and 8,640 calls. */
export function simulate(scenario: Scenario): Tally {
  const random = seeded(7);
  const draw = zipf(scenario.products, random);
  const agenda = new Agenda();
  const permits = simulatedPermits(agenda, 1, 8640, dayMs);
  const project = createDayProjection(permits.quota, { monotonic: () => agenda.now, wall: () => agenda.now });
  const projected = () => (scenario.pacing ? project() : undefined);
  const isShortDay = () => projected()?.isShort === true;
  const cache = new Map<number, Entry>();
  const inCall = new Map<number, SimulatedLookup[]>();
  const tally = createTally();
  const lines = Array.from({ length: scenario.shared ? 1 : scenario.instances }, () => new Line());

  function request(product: number, line: Line): void {
    const entry = cache.get(product);
    const age = entry === undefined ? Infinity : agenda.now - entry.fetchedAt;
    if (entry !== undefined && age < defaultTtlMs) {
      tally.answer('fresh', 0);
      entry.hits += 1;
      if (entry.hits >= refreshAheadMinHits && agenda.now >= entry.refreshAt && mayRefresh()) {
        entry.hits = -Infinity;
        refresh(product, line);
      }
      return;
    }
    lookUp(product, line, age < licenceLimitMs);
  }

  function mayRefresh(): boolean {
    const { perDay = Infinity, usedToday } = permits.quota();
    return !isShortDay() && permits.dueInMs() === 0 && perDay - usedToday > refreshAheadReserve * perDay;
  }

  function lookUp(product: number, line: Line, hasCopy: boolean): void {
    const { now } = agenda;
    const isShort = isShortDay();
    const staysMs = !hasCopy ? Infinity : isShort ? 0 : staleWaitMs;
    const waiter = { at: now, staysMs };
    const known = inCall.get(product)?.[0] ?? line.find(product);
    if (known !== undefined && known.priority === 'INTERACTIVE') {
      known.waiters.push(waiter);
      return;
    }
    if (permits.spentAt() !== undefined || estimateMs(line) > deadlineMs - callP95Ms - safetyMs) {
      tally.answer(hasCopy ? 'stale' : 'none', 0);
      if (hasCopy && permits.spentAt() === undefined && !isShort) refresh(product, line);
      return;
    }
    if (known !== undefined) line.delete(known);
    const times = { queuedAt: now, dueBy: now + deadlineMs };
    line.add({ product, priority: 'INTERACTIVE', party: waiter, ...times, waiters: [waiter] });
    pump(line);
  }

  function estimateMs(line: Line): number {
    const calls = Math.ceil((line.wanted + 1) / slots);
    return permits.dueInMs() + (calls - 1) * permits.spacingMs;
  }

  function refresh(product: number, line: Line): void {
    if (line.find(product) !== undefined || inCall.has(product)) return;
    const times = { queuedAt: agenda.now, dueBy: agenda.now + refreshDeadlineMs };
    line.add({ product, priority: 'REFRESH', party: {}, ...times, waiters: [] });
    pump(line);
  }

  /** Until when the line's next call waits for more slots to fill. */
  function pacedUntilFor(line: Line): number {
    const { isShort = false, isShortNow = false } = projected() ?? {};
    if (!isShort && !isShortNow) return 0;
    const limits = { interactiveP95Ms, callP95Ms, spacingMs: permits.spacingMs, groups: 1 };
    const { day, minute } = pacedUntil({ slots, waiting: () => line.waiting() }, limits);
    return isShort ? day : minute;
  }

  /** Reserves a permit for the line, unless its next call waits for more slots to fill. */
  function pump(line: Line): void {
    if (line.reserved || line.size === 0) return;
    const startAt = pacedUntilFor(line);
    if (startAt > agenda.now) {
      pause(line, Math.min(startAt, agenda.now + lookAgainMs));
      return;
    }
    const permit = permits.reserve();
    if (permit === undefined) return;
    line.reserved = true;
    agenda.at(permit.dueAt, () => use(line, permit));
  }

  function pause(line: Line, until: number): void {
    if (line.pacedUntil > agenda.now && line.pacedUntil <= until) return;
    line.pacedUntil = until;
    agenda.at(until, () => {
      if (line.pacedUntil === until) pump(line);
    });
  }

  function use(line: Line, permit: SimulatedPermit): void {
    line.reserved = false;
    const chosen = take(line);
    if (chosen.length === 0) permit.refund();
    else {
      tally.called(chosen.length);
      for (const lookup of chosen) inCall.set(lookup.product, [lookup]);
      agenda.at(agenda.now + callMs, () => chosen.forEach(answered));
    }
    pump(line);
  }

  /** Takes the next ten; lookups that are too late leave, and those that another instance has fetched need no slot. */
  function take(line: Line): readonly SimulatedLookup[] {
    const chosen: SimulatedLookup[] = [];
    for (let next = line.first(slots); next.length > 0 && chosen.length < slots; next = line.first(slots)) {
      for (const lookup of next.slice(0, slots - chosen.length)) {
        line.delete(lookup);
        const called = inCall.get(lookup.product);
        const entry = cache.get(lookup.product);
        if (agenda.now > lookup.dueBy - callP95Ms - safetyMs) late(lookup, line);
        else if (called !== undefined) called.push(lookup);
        else if (entry !== undefined && entry.fetchedAt >= lookup.queuedAt) settle(lookup);
        else chosen.push(lookup);
      }
    }
    return chosen;
  }

  function late({ product, waiters }: SimulatedLookup, line: Line): void {
    for (const { staysMs } of waiters) tally.answer(staysMs < Infinity ? 'stale' : 'none', 0);
    if (!isShortDay() && waiters.some(({ staysMs }) => staysMs < Infinity)) refresh(product, line);
  }

  function answered({ product }: SimulatedLookup): void {
    const { now } = agenda;
    cache.set(product, { fetchedAt: now, hits: 0, refreshAt: refreshAheadAt(now, defaultTtlMs, random()) });
    for (const lookup of inCall.get(product) ?? []) settle(lookup);
    inCall.delete(product);
  }

  function settle({ waiters }: SimulatedLookup): void {
    for (const { at, staysMs } of waiters) {
      const waitedMs = agenda.now - at;
      tally.answer(waitedMs > staysMs ? 'stale' : 'live', Math.min(waitedMs, staysMs));
    }
  }

  function arrive(): void {
    const line = lines[Math.floor(random() * lines.length)];
    if (line !== undefined) request(draw(), line);
    agenda.at(agenda.now - (Math.log(1 - random()) * 1000) / scenario.demand, arrive);
  }

  agenda.at(0, arrive);
  agenda.runUntil(dayMs);
  return tally.end(permits.spentAt());
}
