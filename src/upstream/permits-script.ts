import { z } from 'zod';
import { spacingMargin } from './permits.ts';
import { throttling } from './throttle.ts';

/** What can be asked of an account's shared state. All of it is done in one step, on Redis's own clock. */
export type PermitsRequest = {
  readonly instance: string;
  readonly burst: number;
  /** Used until the upstream has told a rate. */
  readonly perSecond: number;
  readonly perDay?: number;
  /** What an instance brings that was without Redis: the day as it last saw it, and its own calls since. */
  readonly back?: {
    readonly day: number;
    readonly used: number;
    readonly alone: number;
    readonly share: number;
    readonly risesInMs: number;
    /** When the next call after those that it has promised alone may leave. */
    readonly nextInMs: number;
  };
} & (
  | { readonly act: 'look' }
  /** A permit falls due no earlier than `leadMs` from now, so that the answer is there first. */
  | { readonly act: 'reserve'; readonly withinMs?: number; readonly leadMs: number }
  | { readonly act: 'refund'; readonly turn: number; readonly day: number }
  | { readonly act: 'throttle'; readonly pauseMs: number }
  | { readonly act: 'learn'; readonly rate: number }
);

/** The state after the request. Names that end in `InMs` count from `now`, Redis's clock. */
export type PermitsReply = z.infer<typeof replyShape>;

const replyShape = z.object({
  now: z.number(),
  outcome: z.enum(['DONE', 'BUSY', 'DAY_QUOTA']),
  dueInMs: z.number(),
  nextInMs: z.number(),
  share: z.number(),
  risesInMs: z.number().optional(),
  rate: z.number(),
  day: z.number(),
  used: z.number(),
  turn: z.number(),
  instances: z.number(),
  rank: z.number(),
});

/** An instance that was not heard of for so long is no longer counted. */
const seenForMs = 10_000;

/** Reads the script's reply. @throws when it has another shape */
export function readPermitsReply(reply: unknown): PermitsReply {
  return replyShape.parse(JSON.parse(z.string().parse(reply)));
}

/**
 * KEYS: the account's state, the instances that share it. ARGV: the request as JSON.
 *
 * GCRA: `tat` is when the call after all promised ones would be due; a permit moves it on by one spacing. `before` is
 * what it was before the last permit (`turn`), so that only the last can be given back. The day is Redis's UTC date
 * and never goes back. Numbers are written with three decimals: Lua's own notation would cut a time off.
 */
export const permitsScript = `
local a = cjson.decode(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local s = { tat = 0, before = 0, turn = 0, share = 1, rises = 0, blocked = 0, rate = a.perSecond, day = 0, used = 0 }
local kept = redis.call('HGETALL', KEYS[1])
for i = 1, #kept, 2 do s[kept[i]] = tonumber(kept[i + 1]) end
if s.learned then s.rate = s.learned end

redis.call('ZADD', KEYS[2], now, a.instance)
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - ${seenForMs})
local there = redis.call('ZRANGE', KEYS[2], 0, -1)
table.sort(there)
local rank = 0
for i, name in ipairs(there) do if name == a.instance then rank = i - 1 end end

local today = math.floor(time[1] / 86400)
if today > s.day then s.day = today; s.used = 0 end
if a.back then
  if a.back.day == s.day then s.used = math.max(s.used, a.back.used) + a.back.alone end
  if a.back.share < s.share then s.share = a.back.share; s.rises = now + a.back.risesInMs end
  s.tat = math.max(s.tat, now + a.back.nextInMs)
end
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
  s.learned = a.rate; s.rate = a.rate
elseif a.act == 'refund' then
  if a.turn == s.turn then s.tat = s.before; s.turn = s.turn + 1 end
  if a.day == s.day then s.used = math.max(0, s.used - 1) end
end
local spacing = ${spacingMargin * 1000} / (s.rate * s.share)
if a.act == 'throttle' then s.tat = math.max(s.tat, now + spacing) end

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
for name, value in pairs(s) do state[#state + 1] = name; state[#state + 1] = string.format('%.3f', value) end
redis.call('HSET', KEYS[1], unpack(state))
redis.call('PEXPIRE', KEYS[1], 172800000)
redis.call('PEXPIRE', KEYS[2], 172800000)
local risesInMs = nil
if s.share < 1 then risesInMs = s.rises - now end
return cjson.encode({
  now = now, outcome = outcome, dueInMs = due - now, share = s.share, risesInMs = risesInMs, rate = s.rate,
  nextInMs = math.max(now, s.blocked, s.tat - (a.burst - 1) * spacing) - now,
  day = s.day, used = s.used, turn = s.turn, instances = #there, rank = rank
})
`;
