/**
 * Lua functions for the lookups of a queue and for hints; `LOOKUPS` is their key. A lookup is stored as JSON: its group
 * `g` with its slots `n` and operation `p`, its question `q`, its score `s`, the calls `c` that have carried it, and its
 * offers `o`: for each instance that waits, until when the lookup may be sent, and until when the instance waits. `again`
 * says that it has been taken before, so that it may be sent up to the latter.
 */
export const lookupFunctions = `
local function lookup(id)
  local ok, found = pcall(cjson.decode, redis.call('HGET', LOOKUPS, id) or '')
  if not ok or type(found) ~= 'table' or type(found.o) ~= 'table' then return nil end
  found.s = tonumber(found.s)
  return found.s and found
end

-- As text a score keeps all its digits.
local function textOf(score) return string.format('%.17g', score) end
local function keep(id, found)
  local score = found.s
  found.s = textOf(score)
  redis.call('HSET', LOOKUPS, id, cjson.encode(found))
  found.s = score
end

local hints = {}
local function hint(instance, kind, id)
  hints[instance] = hints[instance] or { taken = {}, answered = {} }
  if id then table.insert(hints[instance][kind], id) end
end
local function sendHints(channel)
  for instance, told in pairs(hints) do redis.pcall('PUBLISH', channel .. instance, cjson.encode(told)) end
end
`;
