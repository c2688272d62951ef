import { Kind, parse, type SelectionSetNode } from 'graphql';
import { baseOf, type Field, fieldOf, membersOf, type World } from '../world/model.ts';
import type { Thing } from './values.ts';

const selections = new Map<string, SelectionSetNode>();

/** A selection as of `@key`, parsed once. */
export function selectionOf(text: string): SelectionSetNode {
  const known = selections.get(text);
  if (known) return known;
  const [definition] = parse(`{ ${text} }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`not a selection: ${text}`);
  selections.set(text, definition.selectionSet);
  return definition.selectionSet;
}

/** What a key field says of the entity with this number. */
export function keyValue(world: World, field: Field, number: number): unknown {
  if (field.name === 'ref') return { type: 'Ref', identity: `ref of #${number}`, number };
  if (field.name === 'peer') return peerOf(world, baseOf(field.type), number);
  return field.type === 'Int!' ? number : `${field.name}-${number}`;
}

function peerOf(world: World, type: string, number: number): Thing {
  const many = world.entities.length;
  const peer = number - (number % many) + (world.objects.get(type)?.index ?? 0);
  return { type, identity: `#${peer}`, number: peer };
}

/**
 * The entity that a representation stands for, by the first of the keys it is complete for. Throws when there is none
 * or when its parts speak of different entities.
 */
export function identify(world: World, keys: readonly string[], representation: Record<string, unknown>): Thing {
  const type = `${representation.__typename}`;
  for (const key of keys) {
    const numbers = numbersIn(world, { type, selection: selectionOf(key) }, representation);
    if (numbers.some((number) => number === undefined)) continue;
    const [number = Number.NaN] = numbers;
    const actual = world.entities[number % world.entities.length]?.name;
    if (new Set(numbers).size > 1 || !actual || !membersOf(world, type).includes(actual))
      throw new Error(`no entity is like this: ${JSON.stringify(representation)}`);
    return { type: actual, identity: `#${number}`, number };
  }
  throw new Error(`no key of ${keys.join(', ')} is in ${JSON.stringify(representation)}`);
}

interface Part {
  readonly type: string;
  readonly selection: SelectionSetNode;
}

function numbersIn(world: World, { type, selection }: Part, value: unknown): (number | undefined)[] {
  return selection.selections.flatMap((part) => {
    if (part.kind !== Kind.FIELD) return [undefined];
    const { value: name } = part.name;
    const own = isRecord(value) ? value[name] : undefined;
    if (!part.selectionSet) return [numberOf(own)];
    const inner = baseOf(
      (fieldOf(world, type, name) ?? fieldOf(world, membersOf(world, type)[0] ?? '', name))?.type ?? '',
    );
    const numbers = numbersIn(world, { type: inner, selection: part.selectionSet }, own);
    return name === 'peer' ? numbers.map((number) => backFrom(world, type, number)) : numbers;
  });
}

const backFrom = (world: World, type: string, number: number | undefined): number | undefined =>
  number === undefined
    ? undefined
    : number - (number % world.entities.length) + (world.objects.get(type)?.index ?? Number.NaN);

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const text = typeof value === 'string' ? /^\w+-(\d+)$/.exec(value)?.[1] : undefined;
  return text === undefined ? undefined : Number(text);
}

/** Whether it is an object with names. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
