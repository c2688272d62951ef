import { beside } from '../beside.ts';
import {
  BEGIN_LIST,
  BEGIN_OBJECT,
  begin,
  COMMA,
  END_LIST,
  END_OBJECT,
  openSink,
  pieceOf,
  putByte,
  putBytes,
  type Sink,
  textIn,
} from '../json-sink.ts';
import type { EntityList, RequiredSelection } from '../planning/plan.ts';
import { and, type Condition, type Flags, or, whenFalse, whenTrue } from './conditions.ts';
import { putAny } from './leaf.ts';
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

const keys = beside<readonly Required[], readonly string[]>();

/** Worked out once for a type. */
const plainKeys = (required: readonly Required[]): readonly string[] | undefined => {
  const known = keys.get(required) ?? keys.set(required, namesIn(required));
  return known.length > 0 ? known : undefined;
};

/** The fields of a representation, if its type and plain fields are all that it holds. */
function namesIn(required: readonly Required[]): string[] {
  const isTyped = required.some(({ name, as }) => name === '__typename' && as === '__typename');
  const isPlain = isTyped && required.every(({ when, below }) => !when && !below);
  return isPlain ? required.map(({ name }) => name).filter((name) => name !== '__typename') : [];
}

/** What is required of objects on one level, by their type. */
type Level = (typeName: unknown) => readonly Required[];

interface Required {
  /** In the answer so far. */
  readonly name: string;
  /** In the representation. */
  readonly as: string;
  /** `,"name":`, as it is named there. */
  readonly prefix: Uint8Array;
  readonly when: Condition | undefined;
  readonly below: Level | undefined;
}

interface Wanted {
  readonly selection: RequiredSelection;
  readonly when: Condition | undefined;
}
/** Everything that is wanted of one object: the entity, or one inside of it. */
interface Place {
  readonly wanted: readonly Wanted[];
  readonly isInner: boolean;
}
type RequiredField = Extract<RequiredSelection, { kind: 'Field' }>;
const unconditional = (selection: RequiredSelection): Wanted => ({ selection, when: undefined });

function levelOf(place: Place, types: Types): Level {
  const byType = new Map<string, readonly Required[]>();
  const make = (typeName: string | undefined) => requiredOf(place, typeName, types);
  const untyped = make(undefined);
  return (typeName) => {
    if (typeof typeName !== 'string') return untyped;
    let known = byType.get(typeName);
    if (!known) {
      known = make(typeName);
      // Names come from data: only those of the schema are remembered.
      if (types.isObject(typeName)) byType.set(typeName, known);
    }
    return known;
  };
}

function requiredOf({ wanted, isInner }: Place, typeName: string | undefined, types: Types): readonly Required[] {
  const fields = new Map<string, { name: string; when: Condition | undefined; below: Wanted[]; leaf: boolean }>();

  function visit({ selection, when }: Wanted): void {
    if (selection.kind === 'Field') {
      add(selection, when);
      return;
    }
    const { typeCondition, selections, skipIf, includeIf } = selection;
    if (typeCondition !== undefined && !(typeName && types.namesOf(typeCondition).has(typeName))) return;
    const skipped = and(when, skipIf === undefined ? undefined : whenFalse(skipIf));
    const included = and(skipped, includeIf === undefined ? undefined : whenTrue(includeIf));
    for (const inner of selections) visit({ selection: inner, when: included });
  }

  function add({ name, as = name, selections }: RequiredField, when: Condition | undefined): void {
    const known = fields.get(as);
    const below = (selections ?? []).map(unconditional);
    if (!known) fields.set(as, { name, when, below, leaf: !selections });
    else fields.set(as, { ...known, when: or(known.when, when), below: [...known.below, ...below] });
  }

  // What is required by type means nothing to a subgraph that is not told the type.
  if (isInner && typeName && types.isObject(typeName) && wanted.some(isByType)) add(TYPENAME, undefined);
  for (const each of wanted) visit(each);
  return [...fields].map(([as, { name, when, below, leaf }]) => ({
    name,
    as,
    prefix: pieceOf(`,"${as}":`),
    when,
    below: leaf ? undefined : levelOf({ wanted: below, isInner: true }, types),
  }));
}

const TYPENAME: RequiredField = { kind: 'Field', name: '__typename' };

const isByType = ({ selection }: Wanted): boolean =>
  selection.kind === 'InlineFragment' &&
  (selection.typeCondition !== undefined || selection.selections.some((inner) => isByType(unconditional(inner))));

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
