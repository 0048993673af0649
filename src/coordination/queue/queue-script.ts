import { permitsFunction } from '../permits-script.ts';
import { defineScript } from '../redis-client.ts';
import { instanceFunctions } from './instance-functions.ts';
import { lookupFunctions } from './lookup-functions.ts';
import { orderFunctions } from './order-functions.ts';

/** How long the queue is kept after the last request. */
const keptMs = 600_000;

/** A permit is due within this time; a later one comes from a wrong clock. */
const furthestMs = 600_000;

/** For how long calls are short after an instance has said so. */
const shortMs = 60_000;

/**
 * Renews the lease of an instance, takes its offers in, reserves a permit while a lookup waits, and takes the lookups of
 * the next call if the permit is due.
 *
 * KEYS: 1 and 2 those of the permits; 3 the reserved permit and the order of turns; 4 lookups by id; 5 which instance has
 * taken which lookup; 6 when each instance sent its last request; 7 which groups it serves; 8 the groups; then the waiting
 * lookups of each group of the request, and for each offer the place of its outcome. ARGV: the requests to the permits and
 * to the queue as JSON, the start of the names of channels.
 *
 * One instance, the holder of the permit, comes back when it is due. Whichever instance comes then takes it, so that a
 * dead holder costs at most the time until the next request.
 */
export const queueScript = defineScript(`${permitsFunction}
local a, q, channel = cjson.decode(ARGV[1]), cjson.decode(ARGV[2]), ARGV[3]
local QUEUE, LOOKUPS, TAKEN, SEEN, SERVES, GROUPS = KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local reply, state, spacing = permits(a)
a.known = nil
local now, me = reply.now, q.instance
local group = {}
for i = 3, 8 + #q.groups do
  local type = ({ [6] = 'zset' })[i] or (i > 8 and 'zset' or 'hash')
  if redis.call('TYPE', KEYS[i]).ok ~= type then redis.call('DEL', KEYS[i]) end
  local one = q.groups[i - 8]
  if one then group[one.name] = { name = one.name, key = KEYS[i], operation = one.operation, slots = one.slots } end
end

local kept = redis.call('HMGET', QUEUE, 'holder', 'due', 'turn', 'day', 'share', 'seq', 'short day', 'short minute')
local holder, seq, permit = kept[1] or '', tonumber(kept[6]) or 0, nil
local due, turn, day = tonumber(kept[2]), tonumber(kept[3]), tonumber(kept[4])
if due and turn and day and due < now + ${furthestMs} and turn <= reply.turn then
  -- No later than the call after it: when the clock is set back, the times of the permits move with it.
  permit = { due = math.min(due, state.tat), turn = turn, day = day, share = tonumber(kept[5]) or 1 }
end
-- Until when calls are short, as one of the instances has said.
local short = { day = tonumber(kept[7]) or 0, minute = tonumber(kept[8]) or 0 }
if q.shortage then short[q.shortage] = now + ${shortMs} end
local function isShort(kind) return short[kind] > now and short[kind] <= now + ${shortMs} end
${lookupFunctions}${instanceFunctions}${orderFunctions}
local function act(parts)
  for name, value in pairs(a) do if parts[name] == nil then parts[name] = value end end
  reply, state, spacing = permits(parts)
end
-- The reply that gave a call to this instance was lost: nobody makes it.
local function returnLostCall()
  local lostTurn, ofDay = (redis.call('HGET', QUEUE, 'call ' .. me) or ''):match('^(%d+) (%d+)$')
  if lostTurn and tonumber(lostTurn) > q.lastTurn then
    act({ act = 'refund', turn = tonumber(lostTurn), day = tonumber(ofDay) })
  end
  redis.call('HDEL', QUEUE, 'call ' .. me)
end
redis.call('ZADD', SEEN, now, me)
redis.call('HSET', SERVES, me, cjson.encode(q.serves))
buryTheDead()
if q.taken then
  local known = {}
  for _, id in ipairs(q.taken) do known[id] = true end
  recover(me, function(id) return not known[id] and redis.call('HGET', TAKEN, id) == me end)
  returnLostCall()
end
if redis.call('HLEN', LOOKUPS) == 0 then
  redis.call('DEL', QUEUE, GROUPS)
  seq = 0
end

-- Of a call that ended after the lookup was asked for, or after its first offer.
local function outcomeFor(offer, place)
  local outcome = redis.pcall('GET', place)
  local kind, at, ago, text = (type(outcome) == 'string' and outcome or ''):match('^([AF])([^%s,]+),([^%s,]+)( .*)$')
  local ageMs = now - (tonumber(at) or math.huge)
  local oldestMs = offer.askedAgoMs - (tonumber(ago) or math.huge)
  if kind == 'A' then oldestMs = oldestMs + offer.mayBeOldMs end
  local isAwaited = offer.since and ageMs <= now - offer.since
  return ageMs >= 0 and (ageMs <= oldestMs or isAwaited) and text
end
local function enter(offer, one)
  local id, isTaken = offer.id, redis.call('HGET', TAKEN, offer.id)
  local found = lookup(id)
  local score = scoreOf(offer)
  if offer.refusable and not found then
    local estimateMs = estimate(one, score, offer.priority)
    if estimateMs > offer.leaveInMs then return 'late ' .. estimateMs end
  end
  found = found or { g = one.name, n = one.slots, p = one.operation, q = offer.question, c = 0, o = {}, s = math.huge }
  found.o[me] = { now + offer.leaveInMs, now + offer.deadlineInMs }
  found.c = math.max(found.c, offer.calls)
  if offer.first or found.s == math.huge or priorityOf(found.s) > offer.priority then
    found.s = math.min(found.s, score)
    seq = seq + 1
  end
  if isTaken and isTaken ~= me and alive(isTaken) then
    keep(id, found)
    return 'taken'
  end
  wait(id, found)
  return 'waiting'
end

local states, unanswered = {}, q.others
for i, offer in ipairs(q.offers) do
  local outcome = outcomeFor(offer, KEYS[8 + #q.groups + i])
  states[i] = outcome or enter(offer, group[offer.group])
  if states[i] == 'waiting' or states[i] == 'taken' then unanswered = unanswered + 1 end
end

for name, forMs in pairs(q.mayWait) do
  if group[name] and redis.call('ZCARD', group[name].key) > 0 then mayWait(name, forMs) end
end

local function refund()
  act({ act = 'refund', turn = permit.turn, day = permit.day })
  permit = nil
end
local function reserve()
  act({ act = 'reserve', leadMs = q.leadMs })
  if reply.outcome ~= 'DONE' then return end
  permit = { due = now + reply.dueInMs, turn = reply.turn, day = reply.day, share = reply.share }
end

local best, call = choose(), nil
if best then
  -- Reserved before a 429, on another day, or missed: the next call is spaced from this one.
  local isOld = permit and (reply.share < permit.share or state.blocked > permit.due or reply.day ~= permit.day)
  if permit and (isOld or (permit.due < now and best.by == me)) then refund() end
  if not permit then reserve() end
  if permit and best.by == me and permit.due <= now + q.leadMs + 1 then
    local reserved = { turn = permit.turn, day = permit.day, dueInMs = permit.due - now }
    redis.call('HSET', QUEUE, 'call ' .. me, permit.turn .. ' ' .. permit.day)
    call = { group = best.group.name, lookups = take(best.group), permit = reserved }
    permit = nil
    best = choose()
    if best then reserve() end
  end
end

local listed, groups, complete = redis.call('HGETALL', GROUPS), {}, true
for i = 1, #listed, 2 do
  local slots, operation = listed[i + 1]:match('^(%S+) (.+)$')
  local one = group[listed[i]]
  if not slots or (one and redis.call('ZCARD', one.key) == 0) then
    redis.call('HDEL', GROUPS, listed[i])
    leaves(listed[i])
  else
    complete = complete and one ~= nil
    groups[#groups + 1] = { name = listed[i], operation = operation, slots = tonumber(slots) }
  end
end
-- Lookups of groups that are not in the request may wait for the permit.
if permit and not best and complete then refund() end

local before = holder
if not permit then holder = ''
elseif best and best.by ~= me then holder = best.by
elseif best and not (holder ~= '' and alive(holder) and serves(holder, best.group.name)) then holder = me end
if holder ~= '' and holder ~= before and holder ~= me then hint(holder) end
redis.call('HDEL', QUEUE, 'holder', 'due', 'turn', 'day', 'share')
redis.call('HSET', QUEUE, 'seq', seq, 'short day', textOf(short.day), 'short minute', textOf(short.minute))
if permit then
  local share = textOf(permit.share)
  redis.call('HSET', QUEUE, 'holder', holder, 'due', textOf(permit.due), 'turn', permit.turn, 'day', permit.day, 'share', share)
end
if unanswered == 0 and not call and holder ~= me then
  redis.call('ZREM', SEEN, me)
  redis.call('HDEL', SERVES, me)
end
for i = 3, 8 + #q.groups do redis.call('PEXPIRE', KEYS[i], ${keptMs}) end
sendHints(channel)
return cjson.encode({
  permits = reply, at = now, states = states, call = call, groups = groups,
  pacedForMs = pacedForMs,
  refusedForMs = reply.outcome == 'DAY_QUOTA' and (reply.day + 1) * 86400000 - now or nil,
  next = permit and { dueInMs = permit.due - now, isOwn = holder == me } or nil
})
`);
