import { defineScript } from '../redis-client.ts';
import { lookupFunctions } from './lookup-functions.ts';

/**
 * Ends lookups. KEYS: the queue's lookups by id, which instance has taken which, and the groups; then for each lookup the waiting ones
 * of its group, and the place of its outcome. ARGV: the instance, the start of the names of channels, how long outcomes
 * are kept, their highest possible age; then for each lookup its id, and its outcome as `A` (an answer) or `F` (a
 * failure), a blank and the text. An empty outcome: this instance no longer waits for it, nor makes its call.
 */
export const endScript = defineScript(`
local me, channel = ARGV[1], ARGV[2]
local LOOKUPS, TAKEN, GROUPS = KEYS[1], KEYS[2], KEYS[3]
local time = redis.call('TIME')
local at = string.format('%.3f,%s', time[1] * 1000 + time[2] / 1000, ARGV[4])
${lookupFunctions}
local function finish(id, outcome, group, place)
  redis.call('SET', place, outcome:sub(1, 1) .. at .. outcome:sub(2), 'PX', ARGV[3])
  local found = lookup(id)
  for instance in pairs(found and found.o or {}) do if instance ~= me then hint(instance, 'answered', id) end end
  redis.call('HDEL', LOOKUPS, id)
  redis.call('HDEL', TAKEN, id)
  redis.call('ZREM', group, id)
end
local function leave(id, group)
  local found, taken = lookup(id), redis.call('HGET', TAKEN, id)
  if taken == me then redis.call('HDEL', TAKEN, id) end
  if not found then return end
  found.o[me] = nil
  if next(found.o) == nil then
    redis.call('ZREM', group, id)
    if not taken or taken == me then redis.call('HDEL', LOOKUPS, id) end
  else
    keep(id, found)
    if taken == me then
      redis.call('ZADD', group, textOf(found.s), id)
      redis.call('HSET', GROUPS, found.g, found.n .. ' ' .. found.p)
    end
  end
end
for i = 5, #ARGV, 2 do
  local id, outcome, group, place = ARGV[i], ARGV[i + 1], KEYS[i - 1], KEYS[i]
  if outcome == '' then leave(id, group) else finish(id, outcome, group, place) end
end
sendHints(channel)
`);
