import type { Report } from '../event.ts';
import { createClockWatch } from '../rate-limit/clock-watch.ts';
import type { Clock } from '../clock.ts';
import { createFallbackPermits, type FallbackPermits } from './fallback-permits.ts';
import { dayMs, dayOf } from '../rate-limit/day-count.ts';
import { z } from 'zod';
import {
  permitsScript,
  readPermitsReply,
  type KnownState,
  type PermitsReply,
  type PermitsRequest,
} from './permits-script.ts';
import {
  isRate,
  spacingMargin,
  type Allowance,
  type Permit,
  type Permits,
  type Refusal,
} from '../rate-limit/permits.ts';
import { createRemoteTime } from './remote-time.ts';
import type { Redis } from './redis.ts';
import type { Script } from './redis-client.ts';
import { createThrottle, throttling } from '../rate-limit/throttle.ts';

/** Options of an account's shared permits. */
export type SharedPermitsOptions = {
  readonly redis: Redis;
  /** Identifies the account; instances with the same account share one allowance. */
  readonly account: string;
  /** Identifies this process. */
  readonly instance: string;
  readonly allowance: Allowance;
  readonly clock: Clock;
  /** Receives `clock-error` events. */
  readonly report: Report;
};

/** How often an instance announces itself and reads what the others have used. */
const heartbeatMs = 2_000;

/** Of a permit that was reserved without Redis: its slot cannot be used again, and its call of the day can. */
const noTurn = -1;

/** A distributive `Omit`: the parts of a request that depend on its act. */
type Act = PermitsRequest extends infer R ? (R extends PermitsRequest ? Omit<R, keyof Common> : never) : never;
type Common = Pick<PermitsRequest, 'instance' | 'burst' | 'perSecond' | 'perDay' | 'known'>;

/** A script that acts on the permits and on more. Its first argument is the request to the permits. */
export type PermitsRun = {
  readonly script: Script;
  /** After those of the permits. */
  readonly keys: readonly string[];
  readonly args: readonly string[];
};

/** Permits that all instances on one Redis share. */
export interface SharedPermits extends Permits, Disposable {
  /** Runs the script, which replies with JSON: `permits`, the state of the permits, and more. @throws {RedisError} */
  run(run: PermitsRun): Promise<unknown>;
  /** A permit that such a script has reserved. */
  reserved(permit: ReservedPermit): Permit;
}

/** A permit by its number and day, and when it is due. */
export type ReservedPermit = { readonly turn: number; readonly day: number; readonly dueInMs: number };

/**
 * Permits that all instances on one Redis share exactly: first come, first served, on Redis's clock. Without Redis an
 * instance continues with its part of the rate ({@link createFallbackPermits}), and adds what it used when Redis is back.
 * Estimates are based on the last reply.
 */
export function createSharedPermits(options: SharedPermitsOptions): SharedPermits {
  const { redis, account, instance, allowance, clock, report } = options;
  const clockWatch = createClockWatch(clock, report);
  const keys = [`permits:{${account}}`, `permits:{${account}}:instances`];
  const common = { instance, burst: allowance.burst, perSecond: allowance.perSecond };
  const throttle = createThrottle(clock);
  const time = createRemoteTime();
  let seen: (PermitsReply & { readonly nextAt: number; readonly receivedAt: number }) | undefined;
  let rate = allowance.perSecond;
  let connection = 0;
  let lostAt = -Infinity;
  let lastDueAt = -Infinity;
  let fallback: FallbackPermits | undefined;
  let synchronizing: Promise<unknown> | undefined;

  function messageOf(act: Act, known: KnownState | undefined): string {
    const { perDay } = allowance;
    return JSON.stringify({ ...common, ...act, ...(perDay !== undefined && { perDay }), ...(known && { known }) });
  }

  async function send(act: Act, known: KnownState | undefined): Promise<PermitsReply> {
    const sentAt = clock.monotonic();
    const text = await redis.run(permitsScript, keys, [messageOf(act, known)]);
    return adopt(JSON.parse(z.string().parse(text)), sentAt);
  }

  function adopt(state: unknown, sentAt: number): PermitsReply {
    const reply = readPermitsReply(state);
    const receivedAt = clock.monotonic();
    time.observe(reply.now, sentAt, receivedAt);
    throttle.adopt(reply.share, reply.risesInMs ?? Infinity);
    rate = reply.rate;
    seen = { ...reply, nextAt: receivedAt + reply.nextInMs, receivedAt };
    clockWatch(reply);
    return reply;
  }

  /** The state that this instance knows, for a Redis that has lost it; part of every request. */
  function known(): KnownState | undefined {
    if (seen === undefined) return undefined;
    const { epoch, turn, day, used, now: at, nextAt, receivedAt } = seen;
    const now = clock.monotonic();
    return { epoch, turn, day, used, at, agoMs: now - receivedAt, nextInMs: Math.max(0, nextAt - now), ...throttled() };
  }

  function throttled(): Pick<KnownState, 'share' | 'risesInMs'> {
    const risesInMs = throttle.risesInMs();
    return { share: throttle.share(), risesInMs: Number.isFinite(risesInMs) ? risesInMs : 0 };
  }

  /** The first request on a new connection: adds what was used without Redis, and restores what Redis may have lost. */
  async function synchronize(): Promise<void> {
    const current = redis.connections;
    const previous = fallback;
    const lastDueInMs = lastDueAt - clock.monotonic();
    const nextInMs = Math.max(
      0,
      lastDueInMs + spacingMs(),
      previous === undefined ? 0 : spacingMs(),
      previous?.accountDueInMs() ?? 0,
    );
    const neverSeen = { epoch: 0, turn: 0, day: 0, used: 0, ...throttled() };
    const calls = previous && { ...previous.known(), fallback: previous.id };
    const restored =
      previous === undefined && seen === undefined
        ? undefined
        : { ...neverSeen, ...known(), ...(calls ?? { usedInFallback: 0 }), nextInMs };
    await send({ act: 'look' }, restored);
    connection = current;
    fallback = undefined;
    const refunded = (calls?.usedInFallback ?? 0) - (previous?.known().usedInFallback ?? 0);
    if (calls?.day === seen?.day) for (let n = 0; n < refunded; n += 1) giveBack(noTurn, calls?.day ?? 0);
  }

  async function request(act: Act): Promise<PermitsReply> {
    await synchronized();
    return await send(act, known());
  }

  async function synchronized(): Promise<void> {
    if (fallback !== undefined || synchronizing !== undefined || connection === 0 || connection !== redis.connections) {
      synchronizing ??= synchronize().finally(() => (synchronizing = undefined));
      await synchronizing;
    }
  }

  function startFallback(): FallbackPermits {
    fallback ??= createFallbackPermits({
      allowance: { ...allowance, perSecond: rate },
      seen,
      clock,
      report,
      throttle,
      lostAt,
      lastDueAt,
    });
    return fallback;
  }

  const spacingMs = () => (spacingMargin * 1000) / (rate * throttle.share());
  const announce = () => {
    if (redis.state() === 'UP') request({ act: 'look' }).catch(() => undefined);
  };
  const heartbeat = setInterval(announce, heartbeatMs).unref();
  const stop = redis.onChange((up) => {
    if (up) announce();
    else lostAt = clock.monotonic();
  });

  function permitOf(reply: PermitsReply): Permit | Refusal {
    if (reply.outcome === 'BUSY') return { refused: 'BUSY', retryAfterMs: reply.dueInMs };
    if (reply.outcome === 'DAY_QUOTA')
      return { refused: 'DAY_QUOTA', retryAfterMs: (reply.day + 1) * dayMs - reply.now };
    lastDueAt = time.local(reply.now + reply.dueInMs);
    return permitNumbered(reply, lastDueAt - clock.monotonic());
  }

  function permitNumbered({ turn, day }: Pick<ReservedPermit, 'turn' | 'day'>, dueInMs: number): Permit {
    let refunded = false;
    return {
      dueInMs,
      refund() {
        if (!refunded) giveBack(turn, day);
        refunded = true;
      },
    };
  }

  function giveBack(turn: number, day: number): void {
    // At once: bulk lookups must not be refused for a call that was not made.
    if (seen?.day === day) seen = { ...seen, used: Math.max(0, seen.used - 1) };
    request({ act: 'refund', turn, day }).catch(() => undefined);
  }

  async function reserveAlone(withinMs: number): Promise<Permit | Refusal> {
    const alone = startFallback();
    const permit = await alone.reserve(withinMs);
    if ('refused' in permit) return permit;
    const { day } = alone.known();
    return {
      ...permit,
      refund() {
        permit.refund();
        // Its call has been added to the shared count meanwhile.
        if (fallback !== alone) giveBack(noTurn, day);
      },
    };
  }

  return {
    async run({ script, keys: moreKeys, args }) {
      await synchronized();
      const sentAt = clock.monotonic();
      const text = await redis.run(script, [...keys, ...moreKeys], [messageOf({ act: 'look' }, known()), ...args]);
      const reply = z.looseObject({ permits: z.unknown() }).parse(JSON.parse(z.string().parse(text)));
      adopt(reply.permits, sentAt);
      return reply;
    },
    reserved({ turn, day, dueInMs }) {
      const dueAt = time.local((seen?.now ?? 0) + dueInMs);
      lastDueAt = Math.max(lastDueAt, dueAt);
      return permitNumbered({ turn, day }, dueAt - clock.monotonic());
    },
    async reserve(withinMs) {
      try {
        // The reply has to arrive first.
        const leadMs = redis.roundTripMs();
        const within = Number.isFinite(withinMs) ? { withinMs } : {};
        return permitOf(await request({ act: 'reserve', leadMs, ...within }));
      } catch {
        return await reserveAlone(withinMs);
      }
    },
    dueInMs: () => fallback?.dueInMs() ?? Math.max(0, (seen?.nextAt ?? 0) - clock.monotonic()),
    spacingMs: () => fallback?.spacingMs() ?? spacingMs(),
    throttled(retryAfterMs) {
      if (fallback !== undefined) return fallback.throttled(retryAfterMs);
      const lowest = throttle.halve();
      const pauseMs = Math.min(throttling.pauseCapMs, retryAfterMs ?? 0);
      request({ act: 'throttle', pauseMs }).catch(() => undefined);
      return lowest;
    },
    learned(perSecond) {
      if (!isRate(perSecond) || perSecond === rate) return;
      rate = perSecond;
      request({ act: 'learn', rate: perSecond }).catch(() => undefined);
    },
    quota() {
      const { perDay } = allowance;
      const today = dayOf(clock.wall());
      // The day may have ended since the last reply; this process's own clock may move the date by one day only.
      const day = seen === undefined || today === seen.day + 1 ? today : seen.day;
      const usedToday = fallback?.known().usedToday ?? (seen?.day === day ? seen.used : 0);
      const perSecond = fallback?.quota().perSecond ?? rate * throttle.share();
      return {
        perSecond,
        ...(perDay !== undefined && { perDay }),
        usedToday,
        ...(seen === undefined && { isProvisional: true }),
        resetsAt: (day + 1) * dayMs,
      };
    },
    [Symbol.dispose]() {
      clearInterval(heartbeat);
      stop();
    },
  };
}
