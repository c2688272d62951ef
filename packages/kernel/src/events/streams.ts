import type { ChainableCommander, Redis } from 'ioredis';
import type { Sent } from './envelope.ts';

/** A mark that only we leave in Redis, and that goes with everything else: with it, a stream has whatever anybody needs. */
export const markOf = (stream: string): string => `${stream}:whole`;

/** What the mark says once everything was told: another word each time, so that who told before that knows that they are late. */
export const wholeMark = (telling: string): string => `whole:${telling}`;
export const isWhole = (mark: string | null): mark is string => mark?.startsWith('whole:') ?? false;

/** A stream as it was when somebody last looked: its mark, and the newest id it ever gave out (`0-0`: none). */
export interface Standing {
  readonly mark: string;
  readonly lastId: string;
}

const OLDER = `
  local function older(a, b)
    local ams, aseq = string.match(a, '(%d+)-(%d+)')
    local bms, bseq = string.match(b, '(%d+)-(%d+)')
    if tonumber(ams) ~= tonumber(bms) then return tonumber(ams) < tonumber(bms) end
    return tonumber(aseq) < tonumber(bseq)
  end`;

/** In one step: what is asked of the stream before still holds when the first entry is added. */
const APPEND = `${OLDER}
  if redis.call('GET', KEYS[2]) ~= ARGV[1] then return {} end
  local last = '0-0'
  if redis.call('EXISTS', KEYS[1]) == 1 then
    local given = redis.call('XINFO', 'STREAM', KEYS[1])
    for at = 1, #given, 2 do if given[at] == 'last-generated-id' then last = given[at + 1] end end
  end
  if older(last, ARGV[2]) then return {} end
  local ids = {}
  for at = 3, #ARGV, 2 do ids[#ids + 1] = redis.call('XADD', KEYS[1], '*', 'e', ARGV[at], 'm', ARGV[at + 1]) end
  return ids`;

/** Adds entries to a stream that still is what it was; answers with their ids, with none when it has lost something since. */
export function append(
  pipeline: ChainableCommander,
  to: { stream: string; standing: Standing },
  entries: readonly Sent[],
): void {
  const { stream, standing } = to;
  pipeline.eval(
    APPEND,
    2,
    stream,
    markOf(stream),
    standing.mark,
    standing.lastId,
    ...entries.flatMap(({ text, macs }) => [text, macs]),
  );
}

/** The newest id a stream ever gave out; `0-0` for one that Redis does not know. */
export async function lastIdOf(redis: Redis, stream: string): Promise<string> {
  if ((await redis.exists(stream)) === 0) return '0-0';
  const facts = (await redis.xinfo('STREAM', stream)) as (string | number)[];
  return String(facts[facts.indexOf('last-generated-id') + 1]);
}

/** The millisecond in which an entry was added: the first half of its id. */
export const millisecondOf = (id: string): number => Number(id.split('-')[0]);

/** In one step, so that no group comes in between that starts at the first entry and finds it gone. */
const TRIM = `${OLDER}
  if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
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

/** Marks a stream as whole; false when somebody has asked for everything again since `telling` was written there. */
export async function confirmWhole(redis: Redis, stream: string, telling: string): Promise<boolean> {
  return (await redis.eval(CONFIRM, 1, markOf(stream), telling, wholeMark(telling))) === 1;
}
