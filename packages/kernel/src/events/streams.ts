import type { Redis } from 'ioredis';

/** A mark that only we leave in Redis, and that goes with everything else: with it, a stream has whatever anybody needs. */
export const markOf = (stream: string): string => `${stream}:whole`;

/** What the mark says once everything was told. */
export const WHOLE = '1';

/** In one step, so that no group comes in between that starts at the first entry and finds it gone. */
const TRIM = `
  if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
  local function older(a, b)
    local ams, aseq = string.match(a, '(%d+)-(%d+)')
    local bms, bseq = string.match(b, '(%d+)-(%d+)')
    if tonumber(ams) ~= tonumber(bms) then return tonumber(ams) < tonumber(bms) end
    return tonumber(aseq) < tonumber(bseq)
  end
  local needed = nil
  for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
    local facts = {}
    for at = 1, #group, 2 do facts[group[at]] = group[at + 1] end
    local pending = redis.call('XPENDING', KEYS[1], facts['name'])
    local first = pending[2] or facts['last-delivered-id']
    if not needed or older(first, needed) then needed = first end
  end
  if not needed then return 0 end
  return redis.call('XTRIM', KEYS[1], 'MINID', '~', needed)`;

/**
 * Shortens a stream to what some group has not acknowledged yet. By the oldest id still needed, never by length: a stream
 * cut by length loses events that nobody will ever miss in any figure.
 */
export async function trim(redis: Redis, stream: string): Promise<void> {
  await redis.eval(TRIM, 1, stream);
}

/** A stream that was shortened before the group came has lost what the group needs: without its mark all of it is told again. */
const JOIN = `
  local made = redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM')
  if made.err then
    if string.find(made.err, 'BUSYGROUP') then return 0 end
    return made
  end
  local facts = {}
  local given = redis.call('XINFO', 'STREAM', KEYS[1])
  for at = 1, #given, 2 do facts[given[at]] = given[at + 1] end
  local added = facts['entries-added']
  if not added or added > facts['length'] then redis.call('DEL', KEYS[2]) end
  return 1`;

/** Makes a group that hears a stream from its first entry on; one that is there already stays as it is. */
export async function join(redis: Redis, stream: string, group: string): Promise<void> {
  await redis.eval(JOIN, 2, stream, markOf(stream), group);
}

const CONFIRM = `
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  redis.call('SET', KEYS[1], ARGV[2])
  return 1`;

/** Marks a stream as whole, unless somebody has asked for everything again since `telling` was written there. */
export async function confirmWhole(redis: Redis, stream: string, telling: string): Promise<void> {
  await redis.eval(CONFIRM, 1, markOf(stream), telling, WHOLE);
}
