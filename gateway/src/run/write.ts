import type { Flags } from '../compile/conditions.ts';
import type { ListShape, ObjectShape, Shape, Slot } from '../compile/shape.ts';

/** What one answer is written with. */
export interface Writing {
  readonly flags: Flags;
  /** Texts of objects that stand in several places, when there may be such. */
  readonly known: Map<Shape, Map<object, string>> | undefined;
  /** Nulls and misfits that the schema does not allow, met on the way. */
  holes: number;
}

/** Stands for a null that its place cannot hold: it takes the parent's place. No JSON text is empty. */
export const HOLE = '';

/** Writes `value` as the operation asks for it; HOLE when it is null and must not be. Text is built without copies. */
export function write(shape: Shape, value: unknown, writing: Writing): string {
  if (value === null || value === undefined) return shape.nonNull ? hole(writing) : 'null';
  if (shape.kind === 'leaf') {
    const text = shape.text(value);
    return text === '' ? misfit(shape, writing) : text;
  }
  const text = shape.kind === 'list' ? listText(shape, value, writing) : objectText(shape, value, writing);
  return text === HOLE && !shape.nonNull ? 'null' : text;
}

function hole(writing: Writing): string {
  writing.holes += 1;
  return HOLE;
}

function misfit({ nonNull }: Shape, writing: Writing): string {
  writing.holes += 1;
  return nonNull ? HOLE : 'null';
}

function listText({ of }: ListShape, value: unknown, writing: Writing): string {
  if (!Array.isArray(value)) return hole(writing);
  if (value.length === 0) return '[]';
  let text = '';
  for (let index = 0; index < value.length; index++) {
    const item = write(of, value[index], writing);
    if (item === HOLE) return HOLE;
    text += index === 0 ? `[${item}` : `,${item}`;
  }
  return `${text}]`;
}

function objectText(shape: ObjectShape, value: unknown, writing: Writing): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return hole(writing);
  const { known } = writing;
  if (!known) return writeObject(shape, value as Record<string, unknown>, writing);
  let texts = known.get(shape);
  if (!texts) {
    texts = new Map();
    known.set(shape, texts);
  }
  let text = texts.get(value);
  if (text === undefined) {
    text = writeObject(shape, value as Record<string, unknown>, writing);
    texts.set(value, text);
  }
  return text;
}

function writeObject(shape: ObjectShape, value: Record<string, unknown>, writing: Writing): string {
  const fields = shape.fieldsOf(value.__typename as string | undefined);
  if (!fields || fields.vague?.(writing.flags)) return hole(writing);
  const { slots } = fields;
  let text = '';
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index] as Slot;
    if (slot.when !== undefined && !slot.when(writing.flags)) continue;
    const inner = slotText(slot, value, writing);
    if (inner === HOLE) return HOLE;
    text += text === '' ? inner : `,${inner}`;
  }
  return `{${text}}`;
}

function slotText({ content, key, prefix, typeText }: Slot, value: Record<string, unknown>, writing: Writing): string {
  if (typeof content === 'object') {
    const inner = write(content, value[key], writing);
    return inner === HOLE ? HOLE : prefix + inner;
  }
  return prefix + (content === 'typename' ? typeText : JSON.stringify(value[key] ?? null));
}
