import { z } from 'zod';
import { sharedOutcomeMs } from '../catalog/lifetimes.ts';
import type { Leases, LeaseState } from './leases.ts';
import type { SharedRedis } from './shared-redis.ts';

/** What leases over Redis are made of. */
export type SharedLeasesOptions = {
  readonly redis: SharedRedis;
  /** Names this process, differently from every other. */
  readonly instance: string;
  /** Shared by the instances whose answers are alike. */
  readonly namespace: string;
};

/** A timer may be late by this much, in milliseconds. */
const timerSlackMs = 1;

/** A value of another type is not ours; `GET` would fail for all keys of the script. */
const readScript = `
local function read(key)
  local kept = redis.pcall('GET', key)
  if type(kept) ~= 'table' then return kept end
  redis.call('DEL', key)
  return false
end
`;

/**
 * A key holds `L` and the instance that asks, or `O`, when it was answered, and the outcome.
 *
 * An outcome with a time in the future was written before Redis's clock was set back; its age is unknown.
 *
 * KEYS: the asked. ARGV: the request as JSON. The reply has for each key `ours`, `theirs`, `free`, or a blank and the
 * outcome.
 */
const takeScript = `
local a = cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local mine = 'L' .. a.instance
local seats = a.seats
local standings = {}
${readScript}
for i, key in ipairs(KEYS) do
  local kept = read(key)
  local standing = 'free'
  if kept and kept:sub(1, 1) == 'L' and kept ~= mine then standing = 'theirs' end
  local at, outcome = (kept or ''):match('^O(%S+)( .*)$')
  local ageMs = now - (tonumber(at) or math.huge)
  if ageMs >= 0 and ageMs <= a.waitedMs[i] then standing = outcome end
  if standing == 'free' and seats > 0 then
    redis.call('SET', key, mine, 'PX', a.forMs)
    seats = seats - 1
    standing = 'ours'
  end
  standings[i] = standing
end
return standings
`;

/**
 * KEYS: leases that end. ARGV: the instance, how long outcomes are kept, how long ago they came at most, and each
 * key's outcome, empty for none.
 */
const endScript = `
local time = redis.call('TIME')
local at = string.format('%.3f', time[1] * 1000 + time[2] / 1000 - tonumber(ARGV[3]))
local mine = 'L' .. ARGV[1]
${readScript}
for i, key in ipairs(KEYS) do
  local kept = read(key)
  local outcome = ARGV[i + 3]
  if outcome == '' then
    if kept == mine then redis.call('DEL', key) end
  elseif not kept or kept == mine or kept:sub(1, 1) == 'O' then
    redis.call('SET', key, 'O' .. at .. ' ' .. outcome, 'PX', ARGV[2])
  end
end
`;

const repliedStandings = z.array(z.string());

/** Leases that live in Redis, so that they end by themselves when their holder dies. */
export function createSharedLeases({ redis, instance, namespace }: SharedLeasesOptions): Leases {
  const nameOf = (key: string) => `flight:v2:${namespace}:${key}`;
  let ended = new Map<string, string>();

  /** What ends in one turn of the event loop ends in one round trip. */
  function end(key: string, outcome: string): void {
    if (ended.size === 0) queueMicrotask(flush);
    ended.set(nameOf(key), outcome);
  }
  function flush(): void {
    const keys = [...ended.keys()];
    const outcomes = [...ended.values()];
    ended = new Map();
    // An outcome was there before Redis hears of it: somebody who asks in between did not wait for it.
    const agoMs = redis.roundTripMs() + timerSlackMs;
    // Where it is lost, the leases end by themselves and the others ask.
    redis.run(endScript, keys, [instance, sharedOutcomeMs, agoMs, ...outcomes]).catch(() => undefined);
  }

  return {
    async take(asked, seats, forMs) {
      const keys = asked.map(({ key }) => nameOf(key));
      const waitedMs = asked.map(({ waitedMs }) => waitedMs);
      const request = JSON.stringify({ instance, seats, forMs: Math.ceil(forMs), waitedMs });
      return repliedStandings.parse(await redis.run(takeScript, keys, [request])).map(standingOf);
    },
    publish: end,
    giveBack: (key) => end(key, ''),
    leadMs: () => (redis.state() === 'UP' ? redis.roundTripMs() + timerSlackMs : 0),
  };
}

function standingOf(reply: string): LeaseState {
  if (reply.startsWith(' ')) return { kind: 'answered', outcome: reply.slice(1) };
  return { kind: reply === 'ours' || reply === 'theirs' ? reply : 'free' };
}
