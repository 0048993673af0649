import { z } from 'zod';
import { leastPerSecond, mostPerSecond, spacingMargin } from '../rate-limit/permits.ts';
import { throttling } from '../rate-limit/throttle.ts';
import { defineScript } from './redis-client.ts';

/** The shared state as an instance last saw it, for a Redis that has lost data or whose clock has jumped. */
export type KnownState = {
  /** Identifies the state; a state that was lost and created again has another epoch. */
  readonly epoch: number;
  readonly turn: number;
  readonly day: number;
  readonly used: number;
  readonly share: number;
  readonly risesInMs: number;
  /** When the next call may leave after all reserved ones. */
  readonly nextInMs: number;
  /** The last known time of Redis, and its age. */
  readonly at?: number;
  readonly agoMs?: number;
  /** Calls made while Redis could not be reached; absent while it could. */
  readonly usedInFallback?: number;
  /** Identifies that time without Redis, so that its calls are added once, however often the request is repeated. */
  readonly fallback?: string;
};

/** A request to an account's shared state, which Redis executes in one step and on its own clock. */
export type PermitsRequest = {
  readonly instance: string;
  readonly burst: number;
  /** The configured rate; in force until the upstream reports one. */
  readonly perSecond: number;
  readonly perDay?: number;
  readonly known?: KnownState;
} & (
  | { readonly act: 'look' }
  /** A permit falls due no earlier than `leadMs` from now, so that the reply arrives first. */
  | { readonly act: 'reserve'; readonly withinMs?: number; readonly leadMs: number }
  | { readonly act: 'refund'; readonly turn: number; readonly day: number }
  | { readonly act: 'throttle'; readonly pauseMs: number }
  | { readonly act: 'learn'; readonly rate: number }
);

/** The state after the request. Names that end in `InMs` are relative to `now`, the time of Redis. */
export type PermitsReply = z.infer<typeof replyShape>;

const count = z.number().nonnegative();
const replyShape = z.object({
  now: z.number(),
  outcome: z.enum(['DONE', 'BUSY', 'DAY_QUOTA']),
  dueInMs: z.number(),
  nextInMs: z.number(),
  share: z.number().min(throttling.lowestShare).max(1),
  risesInMs: z.number().optional(),
  rate: z.number().min(leastPerSecond).max(mostPerSecond),
  epoch: z.number(),
  day: count,
  used: count,
  turn: count,
  instances: count,
  rank: count,
  /** The days by which Redis's date has jumped since the last request; usually 0. */
  jumpedDays: z.number(),
});

/** An instance that sends no request for so long is no longer counted. */
const seenForMs = 10_000;

/** No permit is due later than this, or than eight calls take: a later time comes from a wrong clock. */
const furthestMs = 600_000;

/** Reads the script's reply. @throws when it has another shape, or a number outside its range */
export function readPermitsReply(reply: unknown): PermitsReply {
  return replyShape.parse(reply);
}

/**
 * The function `permits` of Lua, which executes a request and returns the reply and the state. KEYS 1 and 2: the account's
 * state, the instances that share it.
 *
 * GCRA: `tat` is when the call after all reserved ones would be due; a permit moves it on by one spacing. `before` is
 * its value before the last permit (`turn`), so that only the last permit can be refunded. A rate that the upstream
 * reported is kept (`learned`); the configured one never is, so that a changed configuration takes effect at once: calls
 * that were reserved at another rate (`rate`, the last one) count as that many calls at this one.
 *
 * The day is Redis's UTC date and does not go back over midnight. When the date jumps by more than a day, the count
 * continues under the new date. When the state was lost (its epoch is another one, or its turn has gone back), the count
 * is the largest that an instance knows, and the next call is one spacing away, because another instance may have made a
 * call just before. When the clock is set back, all times move with it. What an instance has called without Redis is added
 * once: `added` and the name of that time keep how many calls are part of `used`, for the day.
 *
 * Numbers are written with 17 digits, which a double needs; anything but a finite number is ignored.
 */
export const permitsFunction = `
local function permits(a)
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
for i, type in ipairs({ 'hash', 'zset' }) do
  if redis.call('TYPE', KEYS[i]).ok ~= type then redis.call('DEL', KEYS[i]) end
end
local s = { tat = 0, before = 0, turn = 0, share = 1, rises = 0, blocked = 0, day = 0, used = 0, rate = 0, at = now }
s.epoch = time[1] % 1000000 * 1000000 + time[2]
local kept = redis.call('HGETALL', KEYS[1])
local added = {}
for i = 1, #kept, 2 do
  local value = tonumber(kept[i + 1])
  if value and value == value and math.abs(value) < 1e18 then
    if kept[i]:sub(1, 6) == 'added ' then added[kept[i]] = value
    elseif s[kept[i]] or kept[i] == 'learned' then s[kept[i]] = value end
  end
end
if s.learned and (s.learned < ${leastPerSecond} or s.learned > ${mostPerSecond}) then s.learned = nil end
s.share = math.min(1, math.max(${throttling.lowestShare}, s.share))

if now < s.at then
  local back = s.at - now
  s.tat = s.tat - back; s.before = s.before - back; s.blocked = s.blocked - back; s.rises = s.rises - back
end
s.at = now

redis.call('ZADD', KEYS[2], now, a.instance)
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - ${seenForMs})
redis.call('ZREMRANGEBYSCORE', KEYS[2], now + ${seenForMs}, '+inf')
local instances = redis.call('ZRANGE', KEYS[2], 0, -1)
table.sort(instances)
local rank = 0
for i, name in ipairs(instances) do if name == a.instance then rank = i - 1 end end

local known = a.known
local clockJumped = known and known.at and math.abs(now - known.at - known.agoMs) > 86400000
local today = math.floor(time[1] / 86400)
local jumpedDays = 0
if s.day > today + 1 or (s.day > 0 and today > s.day and clockJumped) then
  jumpedDays = today - s.day
  s.day = today
elseif today > s.day then
  s.day = today
  s.used = 0
  added = {}
end

local lost = known and (known.epoch ~= s.epoch or s.turn < known.turn)
if lost then
  if known.day >= s.day or clockJumped then s.used = math.max(s.used, known.used) end
  s.turn = math.max(s.turn, known.turn)
end
if known and known.usedInFallback and known.day >= s.day then
  local name = 'added ' .. (known.fallback or '')
  s.used = math.max(0, s.used + known.usedInFallback - (added[name] or 0))
  added[name] = known.fallback and known.usedInFallback
end
if lost or (known and known.usedInFallback) then
  if known.share < s.share then s.share = known.share; s.rises = now + known.risesInMs end
  s.tat = math.max(s.tat, now + known.nextInMs)
end

s.rises = math.min(s.rises, now + ${throttling.heldMs})
while s.share < 1 and now >= s.rises do
  s.share = math.min(1, s.share * ${throttling.recoveryFactor})
  s.rises = s.rises + ${throttling.recoveryStepMs}
end

local outcome = 'DONE'
if a.act == 'throttle' then
  s.share = math.max(${throttling.lowestShare}, s.share / 2)
  s.rises = now + ${throttling.heldMs}
  s.blocked = math.max(s.blocked, now + a.pauseMs)
elseif a.act == 'learn' then
  s.learned = a.rate
elseif a.act == 'refund' then
  if a.turn == s.turn then s.tat = s.before; s.turn = s.turn + 1 end
  if a.day == s.day then s.used = math.max(0, s.used - 1) end
end
local rate = s.learned or a.perSecond
if s.rate > 0 and s.rate ~= rate then
  if s.tat > now then s.tat = now + (s.tat - now) * s.rate / rate end
  if s.before > now then s.before = now + (s.before - now) * s.rate / rate end
end
s.rate = rate
local spacing = ${spacingMargin * 1000} / (rate * s.share)
if a.act == 'throttle' then s.tat = math.max(s.tat, now + spacing) end
if lost then s.tat = math.max(s.tat, now + known.nextInMs + spacing) end
s.tat = math.min(s.tat, now + math.max(${furthestMs}, 8 * spacing))
s.blocked = math.min(s.blocked, now + ${throttling.pauseCapMs})

local due = math.max(now + (a.leadMs or 0), s.blocked, s.tat - (a.burst - 1) * spacing)
if a.act == 'reserve' then
  if a.perDay and s.used >= a.perDay then outcome = 'DAY_QUOTA'
  elseif a.withinMs and due - now > a.withinMs then outcome = 'BUSY'
  else
    s.before = s.tat
    s.tat = math.max(s.tat, due) + spacing
    s.turn = s.turn + 1
    s.used = s.used + 1
  end
end

local state = {}
for name, calls in pairs(added) do state[#state + 1] = name; state[#state + 1] = calls end
for name, value in pairs(s) do state[#state + 1] = name; state[#state + 1] = string.format('%.17g', value) end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], unpack(state))
redis.call('PEXPIRE', KEYS[1], 172800000)
redis.call('PEXPIRE', KEYS[2], 172800000)
local risesInMs = nil
if s.share < 1 then risesInMs = s.rises - now end
return {
  now = now, outcome = outcome, dueInMs = due - now, share = s.share, risesInMs = risesInMs, rate = rate,
  nextInMs = math.max(now, s.blocked, s.tat - (a.burst - 1) * spacing) - now,
  epoch = s.epoch, day = s.day, used = s.used, turn = s.turn, instances = #instances, rank = rank,
  jumpedDays = jumpedDays
}, s, spacing
end
`;

/** Executes one request. ARGV: the request as JSON. */
export const permitsScript = defineScript(`${permitsFunction}
return cjson.encode((permits(cjson.decode(ARGV[1]))))
`);
