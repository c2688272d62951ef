import type { Flags } from '../compile/conditions.ts';
import type { ListShape, ObjectShape, Shape, Slot } from '../compile/shape.ts';
import {
  BEGIN_LIST,
  BEGIN_OBJECT,
  begin,
  COMMA,
  END_LIST,
  END_OBJECT,
  openSink,
  putAgain,
  putByte,
  putBytes,
  putJson,
  putPlain,
  type Sink,
  textIn,
} from '../json-sink.ts';

/** An answer's text. */
export interface Written {
  readonly text: string;
  /** Nulls and misfits that the schema does not allow, met on the way. */
  readonly holes: number;
}

/** Every answer is written in one go, so one sink does for all. */
const answers = openSink();

/** Writes `value` as the operation asks for it. `sharing` when some objects stand in several places. */
export function write(
  shape: ObjectShape,
  value: unknown,
  { flags, sharing }: { readonly flags: Flags; readonly sharing: boolean },
): Written {
  const sink = begin(answers);
  const writing: Writing = { flags, sink, known: sharing ? new Map() : undefined, holes: 0 };
  if (!put(shape, value, writing)) putPlain(sink, 'null');
  return { text: textIn(sink), holes: writing.holes };
}

interface Writing {
  readonly flags: Flags;
  readonly sink: Sink;
  /** Where objects that stand in several places have been written already. */
  readonly known: Map<Shape, Map<object, Range>> | undefined;
  holes: number;
}

/** From one place of the text to another. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** Puts a value; false, and nothing is put, when a null stands here that must not: it takes the parent's place. */
function put(shape: Shape, value: unknown, writing: Writing): boolean {
  if (value === null || value === undefined) return shape.nonNull ? hole(writing) : putNull(writing);
  const { at } = writing.sink;
  if (putValue(shape, value, writing)) return true;
  withdraw(writing, at);
  return !shape.nonNull && putNull(writing);
}

function putValue(shape: Shape, value: unknown, writing: Writing): boolean {
  if (shape.kind === 'leaf') return shape.put(writing.sink, value) || hole(writing);
  return shape.kind === 'list' ? putList(shape, value, writing) : putObject(shape, value, writing);
}

function putNull({ sink }: Writing): true {
  putPlain(sink, 'null');
  return true;
}

function hole(writing: Writing): false {
  writing.holes += 1;
  return false;
}

/** Takes back what was put from here on. Nothing that is gone is known any longer. */
function withdraw({ sink, known }: Writing, at: number): void {
  if (sink.at === at) return;
  sink.at = at;
  known?.clear();
}

function putList({ of }: ListShape, value: unknown, writing: Writing): boolean {
  if (!Array.isArray(value)) return hole(writing);
  const { sink } = writing;
  putByte(sink, BEGIN_LIST);
  for (let index = 0; index < value.length; index++) {
    if (index > 0) putByte(sink, COMMA);
    if (!put(of, value[index], writing)) return false;
  }
  putByte(sink, END_LIST);
  return true;
}

function putObject(shape: ObjectShape, value: unknown, writing: Writing): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return hole(writing);
  const { known, sink } = writing;
  if (!known) return putFields(shape, value as Record<string, unknown>, writing);
  const before = known.get(shape)?.get(value);
  if (before) {
    putAgain(sink, before.start, before.end);
    return true;
  }
  const start = sink.at;
  if (!putFields(shape, value as Record<string, unknown>, writing)) return false;
  const ranges = known.get(shape) ?? new Map<object, Range>();
  known.set(shape, ranges.set(value, { start, end: sink.at }));
  return true;
}

function putFields(shape: ObjectShape, value: Record<string, unknown>, writing: Writing): boolean {
  const fields = shape.fieldsOf(value.__typename as string | undefined);
  if (!fields || fields.vague?.(writing.flags)) return hole(writing);
  const { slots } = fields;
  const { sink } = writing;
  putByte(sink, BEGIN_OBJECT);
  // The first goes without its comma.
  let skipped = 1;
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index] as Slot;
    if (slot.when !== undefined && !slot.when(writing.flags)) continue;
    putBytes(sink, slot.prefix, skipped);
    skipped = 0;
    if (!putContent(slot, value, writing)) return false;
  }
  putByte(sink, END_OBJECT);
  return true;
}

function putContent({ content, key, typeText }: Slot, value: Record<string, unknown>, writing: Writing): boolean {
  if (typeof content === 'object') return put(content, value[key], writing);
  if (content === 'typename') putBytes(writing.sink, typeText);
  else putJson(writing.sink, JSON.stringify(value[key] ?? null));
  return true;
}
