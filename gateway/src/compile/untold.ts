import type { Flags } from './conditions.ts';
import { clientName } from './names.ts';
import type { ObjectShape, Shape, Slot } from './shape.ts';
import type { DeferStep, Step } from './steps.ts';
import type { Types } from './types.ts';
import type { Way } from './way.ts';

/** Something that is told of the objects at the end of a way. */
interface Told {
  readonly way: Way;
  readonly shape: ObjectShape | undefined;
}

/** What there is to tell, and with which variables. */
interface Telling {
  readonly types: Types;
  readonly flags: Flags;
}

/**
 * Whether something that an operation selects is in none of the parts in which it is to be told. Where a selection of an
 * interface or a union is written out type by type, a planner may defer the part of one type and lose those of the others.
 * Conditions are decided by the steps that lead to a part.
 */
export function isSomethingUntold(step: Step, shape: ObjectShape, types: Types, flags: Flags = {}): boolean {
  if (step.kind === 'condition') {
    const { variable, met, unmet } = step;
    const isUntold = (inner: Step | undefined, value: boolean) =>
      inner !== undefined && isSomethingUntold(inner, shape, types, { ...flags, [variable]: value });
    return isUntold(met, true) || isUntold(unmet, false);
  }
  return step.kind === 'defer' && !isTold({ types, flags }, shape, partsOf(step, []));
}

/** All parts, those that follow others as well. */
const partsOf = ({ shape, parts }: DeferStep, way: Way): Told[] => [
  { way, shape },
  ...parts.flatMap(({ way: place, shape: own, step }): Told[] => [
    { way: place, shape: own },
    ...(step?.kind === 'defer' ? partsOf(step, place) : []),
  ]),
];

/** Whether everything of an object is told, whichever type it is of. */
function isTold(telling: Telling, whole: ObjectShape, told: readonly Told[]): boolean {
  const typeName = whole.fieldsOf(undefined)?.typeName;
  const names = typeName === undefined ? [] : [...telling.types.namesOf(typeName)].filter(telling.types.isObject);
  return names.every((name) => {
    const here = told.flatMap((each) => intoType(each, name));
    const now = here.flatMap(({ way, shape }) =>
      way.length === 0 && shape ? (shape.fieldsOf(name)?.slots ?? []) : [],
    );
    return (whole.fieldsOf(name)?.slots ?? []).every((slot) => isSlotTold(telling, slot, { now, here }));
  });
}

/** Behind the types that a way keeps to here; nothing where it is for others. */
function intoType({ way, shape }: Told, typeName: string): readonly Told[] {
  const [segment, ...below] = way;
  if (!segment || segment.name !== undefined) return [{ way, shape }];
  return segment.types?.has(typeName) ? intoType({ way: below, shape }, typeName) : [];
}

function isSlotTold(
  telling: Telling,
  slot: Slot,
  { now, here }: { readonly now: readonly Slot[]; readonly here: readonly Told[] },
): boolean {
  if (slot.content === 'introspection' || (slot.when && !slot.when(telling.flags))) return true;
  const same = now.filter(({ key }) => key === slot.key);
  if (same.length === 0) return false;
  const whole = objectOf(slot.content);
  if (!whole) return true;
  const later = here.flatMap(({ way: [segment, ...below], shape }): Told[] =>
    segment?.name !== undefined && clientName(segment.name) === slot.key ? [{ way: below, shape }] : [],
  );
  return isTold(telling, whole, [...same.map(({ content }) => ({ way: [], shape: objectOf(content) })), ...later]);
}

/** In lists or not. */
function objectOf(content: Slot['content'] | Shape): ObjectShape | undefined {
  if (typeof content === 'string' || content.kind === 'leaf') return undefined;
  return content.kind === 'list' ? objectOf(content.of) : content;
}
