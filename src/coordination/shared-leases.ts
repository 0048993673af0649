import { z } from 'zod';
import { sharedOutcomeMs } from '../catalog/lifetimes.ts';
import type { Leases, LeaseState } from './leases.ts';
import type { Redis } from './redis.ts';
import { defineScript } from './redis-client.ts';

/** Options of leases in Redis. */
export type SharedLeasesOptions = {
  readonly redis: Redis;
  /** Identifies this process. */
  readonly instance: string;
  /** Instances whose answers are the same use the same namespace. */
  readonly namespace: string;
};

/** A timer may be late by this much, in milliseconds. */
const timerSlackMs = 1;

/** Deletes a value of another type, which another program wrote: `GET` would fail for all keys of the script. */
const readScript = `
local function read(key)
  local value = redis.pcall('GET', key)
  if type(value) ~= 'table' then return value end
  redis.call('DEL', key)
  return false
end
`;

/**
 * A key holds `L` and the instance that has the lease, or `O`, the time of the outcome, and the outcome.
 *
 * An outcome with a time in the future was written before Redis's clock was set back; its age is unknown.
 *
 * KEYS: the requested keys. ARGV: the request as JSON. The reply has for each key `held`, `held-elsewhere`, `free`, or a
 * blank and the outcome.
 */
const takeScript = defineScript(`
local a = cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local mine = 'L' .. a.instance
local slots = a.slots
local states = {}
${readScript}
for i, key in ipairs(KEYS) do
  local value = read(key)
  local state = 'free'
  if value and value:sub(1, 1) == 'L' and value ~= mine then state = 'held-elsewhere' end
  local at, outcome = (value or ''):match('^O(%S+)( .*)$')
  local ageMs = now - (tonumber(at) or math.huge)
  if ageMs >= 0 and ageMs <= a.waitedMs[i] then state = outcome end
  if state == 'free' and slots > 0 then
    redis.call('SET', key, mine, 'PX', a.forMs)
    slots = slots - 1
    state = 'held'
  end
  states[i] = state
end
return states
`);

/**
 * KEYS: leases that end. ARGV: the instance, how long outcomes are kept, the highest possible age of the outcomes, and
 * each key's outcome, empty for none.
 */
const endScript = defineScript(`
local time = redis.call('TIME')
local at = string.format('%.3f', time[1] * 1000 + time[2] / 1000 - tonumber(ARGV[3]))
local mine = 'L' .. ARGV[1]
${readScript}
for i, key in ipairs(KEYS) do
  local value = read(key)
  local outcome = ARGV[i + 3]
  if outcome == '' then
    if value == mine then redis.call('DEL', key) end
  elseif not value or value == mine or value:sub(1, 1) == 'O' then
    redis.call('SET', key, 'O' .. at .. ' ' .. outcome, 'PX', ARGV[2])
  end
end
`);

const replyShape = z.array(z.string());

/** Leases in Redis. They expire, so that they end when their holder dies. */
export function createSharedLeases({ redis, instance, namespace }: SharedLeasesOptions): Leases {
  const nameOf = (key: string) => `lease:v4:{${namespace}}:${key}`;
  let ended = new Map<string, string>();

  /** Leases that end in one turn of the event loop end in one round trip. */
  function end(key: string, outcome: string): void {
    if (ended.size === 0) queueMicrotask(flush);
    ended.set(nameOf(key), outcome);
  }
  function flush(): void {
    const keys = [...ended.keys()];
    const outcomes = [...ended.values()];
    ended = new Map();
    // The outcome is older than its arrival in Redis: a lookup that began in between did not wait for it.
    const agoMs = redis.roundTripMs() + timerSlackMs;
    // If this fails, the leases expire and other instances make the calls.
    redis.run(endScript, keys, [instance, sharedOutcomeMs, agoMs, ...outcomes]).catch(() => undefined);
  }

  return {
    async take(requests, slots, forMs) {
      const keys = requests.map(({ key }) => nameOf(key));
      const waitedMs = requests.map((request) => request.waitedMs);
      const request = JSON.stringify({ instance, slots, forMs: Math.ceil(forMs), waitedMs });
      return replyShape.parse(await redis.run(takeScript, keys, [request])).map(stateOf);
    },
    publish: end,
    release: (key) => end(key, ''),
    leadMs: () => (redis.state() === 'UP' ? redis.roundTripMs() + timerSlackMs : 0),
  };
}

function stateOf(reply: string): LeaseState {
  if (reply.startsWith(' ')) return { kind: 'answered', outcome: reply.slice(1) };
  return { kind: reply === 'held' || reply === 'held-elsewhere' ? reply : 'free' };
}
