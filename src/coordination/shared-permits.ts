import type { Report } from '../event.ts';
import { createClockWatch } from '../rate-limit/clock-watch.ts';
import type { Clock } from '../clock.ts';
import { createFallbackPermits, type FallbackPermits } from './fallback-permits.ts';
import { dayMs, dayOf } from '../rate-limit/day-count.ts';
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
import type { SharedRedis } from './shared-redis.ts';
import { createThrottle, throttling } from '../rate-limit/throttle.ts';

/** What an account's shared permits are made of. */
export type SharedPermitsOptions = {
  readonly redis: SharedRedis;
  /** Names the account among all that share the Redis; those of the same name share one allowance. */
  readonly account: string;
  /** Names this process, differently from every other. */
  readonly instance: string;
  readonly allowance: Allowance;
  readonly clock: Clock;
  /** Told of clocks that are wrong. */
  readonly report: Report;
};

/** How often an instance says that it is there and learns what the others used. */
const greetingMs = 2_000;

/** A distributive `Omit`: one act's own parts at a time. */
type Act = PermitsRequest extends infer R ? (R extends PermitsRequest ? Omit<R, keyof Common> : never) : never;
type Common = Pick<PermitsRequest, 'instance' | 'burst' | 'perSecond' | 'perDay' | 'known'>;

/**
 * Permits that all instances on one Redis share exactly: first come, first served, on Redis's clock. Without Redis an
 * instance goes on by itself with its part of the rate ({@link createFallbackPermits}), and when Redis is back it brings
 * what it used meanwhile. Estimates are those of the last reply.
 */
export function createSharedPermits(options: SharedPermitsOptions): Permits & Disposable {
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
  let alone: FallbackPermits | undefined;
  let returning: Promise<unknown> | undefined;

  async function send(act: Act, known: KnownState | undefined): Promise<PermitsReply> {
    const { perDay } = allowance;
    const request = { ...common, ...act, ...(perDay !== undefined && { perDay }), ...(known && { known }) };
    const sentAt = clock.monotonic();
    const reply = readPermitsReply(await redis.run(permitsScript, keys, [JSON.stringify(request)]));
    const receivedAt = clock.monotonic();
    time.observe(reply.now, sentAt, receivedAt);
    throttle.adopt(reply.share, reply.risesInMs ?? Infinity);
    rate = reply.rate;
    seen = { ...reply, nextAt: receivedAt + reply.nextInMs, receivedAt };
    clockWatch(reply);
    return reply;
  }

  /** What this instance would tell a Redis that has lost its state; it goes with every request. */
  function known(): KnownState | undefined {
    if (seen === undefined) return undefined;
    const { epoch, turn, day, used, now: at, nextAt, receivedAt } = seen;
    const now = clock.monotonic();
    return { epoch, turn, day, used, at, agoMs: now - receivedAt, nextInMs: Math.max(0, nextAt - now), ...slowed() };
  }

  function slowed(): Pick<KnownState, 'share' | 'risesInMs'> {
    const risesInMs = throttle.risesInMs();
    return { share: throttle.share(), risesInMs: Number.isFinite(risesInMs) ? risesInMs : 0 };
  }

  /** First of all after a connection was made: what was used meanwhile, and what a Redis may have lost. */
  async function comeBack(): Promise<void> {
    const current = redis.connections;
    const lone = alone;
    const promisedInMs = lastDueAt - clock.monotonic();
    const nextInMs = Math.max(
      0,
      promisedInMs + spacingMs(),
      lone === undefined ? 0 : spacingMs(),
      lone?.dueInMs() ?? 0,
    );
    const unseen = { epoch: 0, turn: 0, day: 0, used: 0, ...slowed() };
    const calls = lone?.known() ?? { alone: 0 };
    const brought =
      lone === undefined && seen === undefined ? undefined : { ...unseen, ...known(), ...calls, nextInMs };
    await send({ act: 'look' }, brought);
    connection = current;
    alone = undefined;
  }

  async function ask(act: Act): Promise<PermitsReply> {
    if (alone !== undefined || returning !== undefined || connection === 0 || connection !== redis.connections) {
      returning ??= comeBack().finally(() => (returning = undefined));
      await returning;
    }
    return await send(act, known());
  }

  function lone(): FallbackPermits {
    alone ??= createFallbackPermits({
      allowance: { ...allowance, perSecond: rate },
      seen,
      clock,
      report,
      throttle,
      lostAt,
      lastDueAt,
    });
    return alone;
  }

  const spacingMs = () => (spacingMargin * 1000) / (rate * throttle.share());
  const greet = () => {
    if (redis.state() === 'UP') ask({ act: 'look' }).catch(() => undefined);
  };
  const greeting = setInterval(greet, greetingMs).unref();
  const deaf = redis.onChange((up) => {
    if (up) greet();
    else lostAt = clock.monotonic();
  });

  function permitOf(reply: PermitsReply): Permit | Refusal {
    if (reply.outcome === 'BUSY') return { refused: 'BUSY', retryAfterMs: reply.dueInMs };
    if (reply.outcome === 'DAY_QUOTA')
      return { refused: 'DAY_QUOTA', retryAfterMs: (reply.day + 1) * dayMs - reply.now };
    lastDueAt = time.local(reply.now + reply.dueInMs);
    let refunded = false;
    return {
      dueInMs: lastDueAt - clock.monotonic(),
      refund() {
        if (!refunded) ask({ act: 'refund', turn: reply.turn, day: reply.day }).catch(() => undefined);
        refunded = true;
      },
    };
  }

  return {
    async reserve(withinMs) {
      try {
        // Twice: for this answer to come back, and for what the call's forming asks of Redis before it leaves.
        const leadMs = 2 * redis.roundTripMs();
        const within = Number.isFinite(withinMs) ? { withinMs } : {};
        return permitOf(await ask({ act: 'reserve', leadMs, ...within }));
      } catch {
        return await lone().reserve(withinMs);
      }
    },
    dueInMs: () => alone?.dueInMs() ?? Math.max(0, (seen?.nextAt ?? 0) - clock.monotonic()),
    spacingMs: () => alone?.spacingMs() ?? spacingMs(),
    throttled(retryAfterMs) {
      if (alone !== undefined) return alone.throttled(retryAfterMs);
      const lowest = throttle.halve();
      const pauseMs = Math.min(throttling.pauseCapMs, retryAfterMs ?? 0);
      ask({ act: 'throttle', pauseMs }).catch(() => undefined);
      return lowest;
    },
    learned(perSecond) {
      if (!isRate(perSecond) || perSecond === rate) return;
      rate = perSecond;
      ask({ act: 'learn', rate: perSecond }).catch(() => undefined);
    },
    quota() {
      const { perDay } = allowance;
      const today = dayOf(clock.wall());
      // The day may have ended since Redis was heard; this process's own clock is believed no further.
      const day = seen === undefined || today === seen.day + 1 ? today : seen.day;
      const usedToday = alone?.known().usedToday ?? (seen?.day === day ? seen.used : 0);
      const perSecond = alone?.quota().perSecond ?? rate * throttle.share();
      return { perSecond, ...(perDay !== undefined && { perDay }), usedToday, resetsAt: (day + 1) * dayMs };
    },
    [Symbol.dispose]() {
      clearInterval(greeting);
      deaf();
    },
  };
}
