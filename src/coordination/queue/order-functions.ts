/**
 * Lua functions for the order of lookups. Within a group it is the score: priority, then round, then arrival. A lookup
 * enters the round that its party would reach if every party took one slot in each round; the rounds go on with every
 * call. Between groups it is the highest priority, then the operation whose turn is longest ago, then the lookup that has
 * waited longest.
 */
export const orderFunctions = `
local priorityBand, roundBand = 2 ^ 50, 2 ^ 26
local function priorityOf(score) return math.floor(score / priorityBand) end
local function roundOf(name, priority)
  return tonumber(redis.call('HGET', QUEUE, 'round ' .. priority .. ' ' .. name)) or 0
end
local function scoreOf(offer)
  local round = 0
  if not offer.first then round = math.min(2 ^ 24 - 1, roundOf(offer.group, offer.priority) + offer.turn) end
  return offer.priority * priorityBand + round * roundBand + seq % roundBand
end

-- When a lookup with this score would be sent: operations take turns, so before its call each other one makes at most as
-- many calls as its own.
local function estimate(one, score, priority)
  local ahead = redis.call('ZCOUNT', one.key, '-inf', '(' .. textOf(score))
  local calls = { [one.operation] = math.ceil((ahead + 1) / one.slots) }
  for name, other in pairs(group) do
    if name ~= one.name then
      local count = redis.call('ZCOUNT', other.key, '-inf', '(' .. textOf((priority + 1) * priorityBand))
      calls[other.operation] = (calls[other.operation] or 0) + math.ceil(count / other.slots)
    end
  end
  local total = 0
  for _, count in pairs(calls) do total = total + math.min(count, calls[one.operation]) end
  local dueInMs = permit and math.max(0, permit.due - now) or reply.nextInMs
  return dueInMs + (total - 1) * spacing
end

-- An instance that lives waits for it and has time left.
local function isWanted(found)
  for instance, times in pairs(found.o) do
    if alive(instance) and (found.again and times[2] or times[1]) > now then return true end
  end
  return false
end
local function serverOf(found)
  if serves(me, found.g) then return me end
  if holder ~= '' and serves(holder, found.g) and alive(holder) then return holder end
  for instance in pairs(found.o) do if serves(instance, found.g) and alive(instance) then return instance end end
  return nil
end

local function headOf(one)
  while true do
    local head = redis.call('ZRANGE', one.key, 0, 0, 'WITHSCORES')
    local found = head[1] and lookup(head[1])
    if not head[1] or (found and isWanted(found)) then return found, tonumber(head[2]) end
    redis.call('ZREM', one.key, head[1])
    redis.call('HDEL', LOOKUPS, head[1])
  end
end

local function isBefore(rank, other)
  for i = 1, #rank do if rank[i] ~= other[i] then return rank[i] < other[i] end end
  return false
end
-- While calls are short, a call that is not full waits until a lookup of any instance can wait no longer.
local pacedForMs = nil
local function mayWait(name, forMs)
  for _, kind in ipairs({ 'day', 'minute' }) do
    local known = tonumber(redis.call('HGET', QUEUE, kind .. ' ' .. name))
    redis.call('HSET', QUEUE, kind .. ' ' .. name, textOf(math.min(known or math.huge, now + forMs[kind])))
  end
end
local function leaves(name) redis.call('HDEL', QUEUE, 'day ' .. name, 'minute ' .. name) end
local function isPaced(one)
  local kind = isShort('day') and 'day' or isShort('minute') and 'minute'
  local untilAt = kind and tonumber(redis.call('HGET', QUEUE, kind .. ' ' .. one.name))
  if not untilAt or untilAt <= now then return false end
  -- Refreshes, which have the lowest priority, do not make a call full.
  if redis.call('ZCOUNT', one.key, '-inf', '(' .. textOf(2 * priorityBand)) >= one.slots then return false end
  if q.mayWait[one.name] then pacedForMs = math.min(pacedForMs or math.huge, untilAt - now) end
  return true
end

-- The group whose turn it is, of those that an instance can serve now.
local function choose()
  local best = nil
  for _, one in pairs(group) do
    local found, score = headOf(one)
    local by = found and serverOf(found)
    if by and not isPaced(one) then
      local turn = tonumber(redis.call('HGET', QUEUE, 'turn ' .. one.operation)) or 0
      local rank = { priorityOf(score), turn, score % roundBand }
      if not best or isBefore(rank, best.rank) then best = { rank = rank, group = one, by = by } end
    end
  end
  return best
end

-- The lookups of the next call of the group.
local function take(one)
  local lookups, rounds = {}, {}
  while #lookups < one.slots do
    local heads = redis.call('ZRANGE', one.key, 0, one.slots - #lookups - 1, 'WITHSCORES')
    if #heads == 0 then break end
    for i = 1, #heads, 2 do
      local id, score, found = heads[i], tonumber(heads[i + 1]), lookup(heads[i])
      redis.call('ZREM', one.key, id)
      if found and isWanted(found) then
        local priority, deadline = priorityOf(score), now
        for instance, times in pairs(found.o) do
          deadline = math.max(deadline, times[2])
          if instance ~= me then hint(instance, 'taken', id) end
        end
        rounds[priority] = math.max(rounds[priority] or 0, math.floor(score % priorityBand / roundBand) + 1)
        redis.call('HSET', TAKEN, id, me)
        found.again = true
        keep(id, found)
        lookups[#lookups + 1] = {
          id = id, question = found.q, priority = priority, calls = found.c, deadlineInMs = deadline - now
        }
      else redis.call('HDEL', LOOKUPS, id) end
    end
  end
  for priority, round in pairs(rounds) do
    if round > roundOf(one.name, priority) then redis.call('HSET', QUEUE, 'round ' .. priority .. ' ' .. one.name, round) end
  end
  leaves(one.name)
  redis.call('HSET', QUEUE, 'turn ' .. one.operation, redis.call('HINCRBY', QUEUE, 'turns', 1))
  return lookups
end
`;
