import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { pieceOf } from '../json-sink.ts';
import { and, butNot, type Condition, conditionOf } from './conditions.ts';
import { type PutLeaf, putLeafOf } from './leaf.ts';
import { clientName } from './names.ts';
import { fragmentSet, type Part, type ShapeContext } from './selected.ts';
import { vagueWhen } from './vague.ts';

/** The answer's form, compiled from the operation: what is written of the fetched data, in which order. */
export type Shape = LeafShape | ListShape | ObjectShape;

export interface LeafShape {
  readonly kind: 'leaf';
  readonly nonNull: boolean;
  readonly typeName: string;
  readonly put: PutLeaf;
}

export interface ListShape {
  readonly kind: 'list';
  readonly nonNull: boolean;
  readonly of: Shape;
}

export interface ObjectShape {
  readonly kind: 'object';
  readonly nonNull: boolean;
  /** What is selected of an object of this type; undefined when no object here can be of it. */
  fieldsOf(typeName: string | undefined): Fields | undefined;
}

/** What is selected of one object type. */
export interface Fields {
  readonly typeName: string;
  readonly slots: readonly Slot[];
  /** When this is no answer, because an object's own type has to be known and this is none. Undefined: never. */
  readonly vague: Condition | undefined;
}

/** One place in an object's text. */
export interface Slot {
  readonly key: string;
  /** `,"key":`, with the client's name. */
  readonly prefix: Uint8Array;
  readonly when: Condition | undefined;
  /** Of a field; `typename` is `typeText`, `introspection` is a value to be written as it is. */
  readonly content: Shape | 'typename' | 'introspection';
  readonly typeText: Uint8Array;
}

/** The shape of a selection on a type. The operation is valid. */
export const shapeOf = (context: ShapeContext, type: GraphQLCompositeType, set: SelectionSetNode): ObjectShape =>
  objectShape(context, { type, parts: [{ set, when: undefined }], nonNull: false });

function shapeOfType(context: ShapeContext, type: GraphQLOutputType, parts: readonly Part[]): Shape {
  const nonNull = isNonNullType(type);
  const bare = nonNull ? type.ofType : type;
  if (isListType(bare)) return { kind: 'list', nonNull, of: shapeOfType(context, bare.ofType, parts) };
  if (isLeafType(bare)) return { kind: 'leaf', nonNull, typeName: bare.name, put: putLeafOf(bare) };
  return objectShape(context, { type: bare, parts, nonNull });
}

function objectShape(
  context: ShapeContext,
  { type, parts, nonNull }: { type: GraphQLCompositeType; parts: readonly Part[]; nonNull: boolean },
): ObjectShape {
  const compiled = new Map<string, Fields | undefined>();
  const fieldsFor = (named: GraphQLNamedType | undefined): Fields | undefined => {
    if (!named || !isCompositeType(named)) return undefined;
    if (!compiled.has(named.name))
      compiled.set(named.name, {
        typeName: named.name,
        slots: slotsOf(context, named, parts),
        vague: vagueWhen(context, named, parts),
      });
    return compiled.get(named.name);
  };
  if (isObjectType(type)) {
    let only: Fields | undefined;
    return {
      kind: 'object',
      nonNull,
      fieldsOf() {
        only ??= fieldsFor(type);
        return only;
      },
    };
  }
  return {
    kind: 'object',
    nonNull,
    // A name that nothing here can be is not remembered: data must not fill memory.
    fieldsOf: (typeName) =>
      (typeName !== undefined && compiled.get(typeName)) ||
      fieldsFor(typeName === undefined ? type : context.schema.getType(typeName)),
  };
}

interface Entry {
  readonly whens: (Condition | undefined)[];
  readonly parts: Part[];
  readonly slots: { index: number; when: Condition | undefined }[];
  readonly content: GraphQLOutputType | 'typename' | 'introspection';
}

/**
 * Slots in the order of the specification's CollectFields: a key stands where its first selection stands that counts.
 * So a key whose first selection depends on a variable has several slots, of which at most one is written.
 */
function slotsOf(context: ShapeContext, type: GraphQLCompositeType, parts: readonly Part[]): Slot[] {
  const entries = new Map<string, Entry>();
  let count = 0;

  function visit({ set, when }: Part): void {
    for (const selection of set.selections) {
      const inner = and(when, conditionOf(selection.directives));
      if (selection.kind === Kind.FIELD) add(selection, inner);
      else {
        const below = fragmentSet(context, selection, type);
        if (below) visit({ set: below, when: inner });
      }
    }
  }

  function add({ alias, name, selectionSet }: FieldNode, when: Condition | undefined): void {
    const content = contentOf(type, name.value);
    if (!content) return;
    const key = (alias ?? name).value;
    const entry: Entry = entries.get(key) ?? { whens: [], parts: [], slots: [], content };
    entries.set(key, entry);
    if (!entry.whens.includes(undefined)) {
      entry.slots.push({ index: count, when: butNot(when, [...(entry.whens as Condition[])]) });
      count += 1;
    }
    entry.whens.push(when);
    if (selectionSet) entry.parts.push({ set: selectionSet, when });
  }

  for (const part of parts) visit(part);
  const slots: Slot[] = new Array<Slot>(count);
  const nameOf = isRoot(context.schema, type) ? (key: string) => key : clientName;
  for (const [key, entry] of entries) {
    const { content } = entry;
    const below = typeof content === 'string' ? content : shapeOfType(context, content, belowOf(entry));
    for (const { index, when } of entry.slots)
      slots[index] = {
        key,
        prefix: pieceOf(`,"${nameOf(key)}":`),
        when,
        content: below,
        typeText: pieceOf(`"${type.name}"`),
      };
  }
  return slots;
}

const isRoot = (schema: GraphQLSchema, type: GraphQLCompositeType): boolean =>
  type === schema.getQueryType() || type === schema.getMutationType() || type === schema.getSubscriptionType();

/** Selected once, whatever is below is only met when the field itself counts. */
const belowOf = ({ parts, whens }: Entry): readonly Part[] =>
  whens.length === 1 ? parts.map(({ set }) => ({ set, when: undefined })) : parts;

function contentOf(type: GraphQLCompositeType, name: string): Entry['content'] | undefined {
  if (name === '__typename') return 'typename';
  if (name.startsWith('__')) return 'introspection';
  return isUnionType(type) ? undefined : type.getFields()[name]?.type;
}
