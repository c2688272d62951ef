import {
  BEGIN_LIST,
  BEGIN_OBJECT,
  begin,
  COMMA,
  END_LIST,
  END_OBJECT,
  openSink,
  putByte,
  putBytes,
  type Sink,
  textIn,
} from '../json-sink.ts';
import type { EntityList } from '../planning/plan.ts';
import type { Flags } from './conditions.ts';
import { putAny } from './leaf.ts';
import { type Level, levelOf, plainKeys, unconditional } from './required.ts';
import { rewriterOf } from './rewrites.ts';
import type { Types } from './types.ts';

/** Makes what identifies an entity to a subgraph, out of the answer so far. */
export interface Representer {
  /** As JSON text: the same text is the same entity. Undefined when the answer so far lacks something of it. */
  text(entity: object, flags: Flags): string | undefined;
  /** The fields that tell entities of this type apart, when they are plain ones: the same values are the same text. */
  keysOf(typeName: unknown): readonly string[] | undefined;
  /** The same as a value of its own. */
  value(entity: object, flags: Flags): unknown;
}

type Fetched = Readonly<Record<string, unknown>>;

/** Compiles what a planner requires of an entity. */
export function representerOf(
  { requires, inputRewrites }: Pick<EntityList, 'requires' | 'inputRewrites'>,
  types: Types,
): Representer {
  const level = levelOf({ wanted: requires.map(unconditional), isInner: false }, types);
  const rewrite = rewriterOf(inputRewrites, types);
  const value: Representer['value'] = (entity, flags) => {
    const made = objectValue(level, entity as Fetched, flags);
    rewrite?.(made);
    return made;
  };
  const keysOf = (typeName: unknown) => plainKeys(level(typeName));
  if (!rewrite) return { value, keysOf, text: (entity, flags) => entityText(level, entity as Fetched, flags) };
  return {
    value,
    keysOf,
    text: (entity, flags) =>
      entityText(level, entity as Fetched, flags) && JSON.stringify(value(entity as Fetched, flags)),
  };
}

/** Representations are written one after the other. */
const representations = openSink();

interface Putting {
  readonly sink: Sink;
  readonly flags: Flags;
}

/** Nothing without a type is an entity, nor is anything of which nothing is required. */
function entityText(level: Level, entity: Fetched, flags: Flags): string | undefined {
  if (typeof entity.__typename !== 'string') return undefined;
  const sink = begin(representations);
  const isWhole = putObject(level, entity, { sink, flags });
  return isWhole && sink.at > '{}'.length ? textIn(sink) : undefined;
}

/** False when something is not there. */
function putObject(level: Level, object: Fetched, putting: Putting): boolean {
  const { sink, flags } = putting;
  putByte(sink, BEGIN_OBJECT);
  // The first goes without its comma.
  let skipped = 1;
  for (const { name, prefix, when, below } of level(object.__typename)) {
    if (when && !when(flags)) continue;
    putBytes(sink, prefix, skipped);
    skipped = 0;
    const value = object[name];
    if (!(below ? putValue(below, value, putting) : putAny(sink, value))) return false;
  }
  putByte(sink, END_OBJECT);
  return true;
}

function putValue(level: Level, value: unknown, putting: Putting): boolean {
  if (value === undefined) return false;
  if (value === null) return putAny(putting.sink, null);
  if (!Array.isArray(value)) return putObject(level, value as Fetched, putting);
  const { sink } = putting;
  putByte(sink, BEGIN_LIST);
  for (let index = 0; index < value.length; index++) {
    if (index > 0) putByte(sink, COMMA);
    if (!putValue(level, value[index], putting)) return false;
  }
  putByte(sink, END_LIST);
  return true;
}

function objectValue(level: Level, object: Fetched, flags: Flags): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const { name, as, when, below } of level(object.__typename))
    if (!when || when(flags)) made[as] = below ? innerValue(below, object[name], flags) : object[name];
  return made;
}

function innerValue(level: Level, value: unknown, flags: Flags): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((item) => innerValue(level, item, flags));
  return objectValue(level, value as Fetched, flags);
}
