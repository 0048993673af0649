import { leaseMs } from './queue-message.ts';

/** Lua functions for the leases of instances; the script has read its request into `q`, `me`, `now` and `group`. */
export const instanceFunctions = `
local function alive(instance)
  local at = redis.call('ZSCORE', SEEN, instance)
  return at and math.abs(now - at) <= ${leaseMs}
end
local served = {}
local function serves(instance, name)
  if not served[instance] then
    served[instance] = {}
    local ok, names = pcall(cjson.decode, redis.call('HGET', SERVES, instance) or '')
    if ok and type(names) == 'table' then for _, one in ipairs(names) do served[instance][one] = true end end
  end
  return served[instance][name] == true
end

local function enlist(name, slots, operation) redis.call('HSET', GROUPS, name, slots .. ' ' .. operation) end
local function wait(id, found)
  keep(id, found)
  redis.call('HDEL', TAKEN, id)
  redis.call('ZADD', group[found.g].key, textOf(found.s), id)
  enlist(found.g, found.n, found.p)
end
local function drop(id, found)
  redis.call('HDEL', LOOKUPS, id)
  redis.call('HDEL', TAKEN, id)
  redis.call('ZREM', group[found.g].key, id)
end

-- Lookups that were taken and are lost wait again; those that only this instance waits for leave. Returns whether that is
-- complete: the keys of groups that are not in the request are not known.
local function recover(instance, isLost)
  local complete = true
  for _, id in ipairs(redis.call('HKEYS', LOOKUPS)) do
    local found, lost = lookup(id), isLost(id)
    local leaves = found and instance ~= me and found.o[instance]
    if not found then redis.call('HDEL', LOOKUPS, id)
    elseif (lost or leaves) and not group[found.g] then
      enlist(found.g, found.n, found.p)
      complete = false
    elseif lost or leaves then
      if leaves then found.o[instance] = nil end
      if next(found.o) == nil then drop(id, found)
      elseif lost then wait(id, found)
      else keep(id, found) end
    end
  end
  return complete
end

local function buryTheDead()
  for _, range in ipairs({ { '-inf', '(' .. now - ${leaseMs} }, { '(' .. now + ${leaseMs}, '+inf' } }) do
    for _, instance in ipairs(redis.call('ZRANGEBYSCORE', SEEN, range[1], range[2])) do
      if recover(instance, function(id) return redis.call('HGET', TAKEN, id) == instance end) then
        redis.call('ZREM', SEEN, instance)
        redis.call('HDEL', SERVES, instance)
      end
    end
  end
end
`;
