import {
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { hash, type Random, random } from './random.ts';

/** Where a value is: the same place has the same value each time. */
export interface Place {
  readonly schema: GraphQLSchema;
  readonly seed: number;
  readonly key: string;
}

/** A value for a type: mostly a good one, now and then null, late, wrong, failing now or failing later. */
export function valueAt(type: GraphQLOutputType, place: Place): unknown {
  const rng = random(hash(`${place.seed}${place.key}`));
  if (rng.chance(0.04)) throw failure(rng, place.key);
  if (rng.chance(0.02)) return failure(rng, place.key);
  const value = plainValue(type, place, rng);
  if (rng.chance(0.7)) return value;
  return late(rng, () => (rng.chance(0.15) ? Promise.reject(failure(rng, place.key)) : value));
}

function failure(rng: Random, key: string): unknown {
  const message = `failed at ${key}`;
  switch (rng.int(6)) {
    case 0:
      return new GraphQLError(message, { extensions: { code: 'KNOWN' } });
    case 1:
      return new GraphQLError(message, { path: ['its', 'own', 'path'] });
    case 2:
      return Object.assign(new TypeError(message), { extensions: { code: 'OWN' } });
    default:
      return new Error(message);
  }
}

/** A promise of a value. That it is heard of is not asked here: messages of graphql-js look at properties nobody asked for. */
function late(rng: Random, value: () => unknown): Promise<unknown> {
  const promise = inSomeTurns(rng).then(value);
  promise.catch(() => {});
  return promise;
}

async function inSomeTurns(rng: Random): Promise<void> {
  const turns = rng.int(4);
  for (let turn = 0; turn < turns; turn++) await undefined;
  if (rng.chance(0.05)) await new Promise(setImmediate);
}

function plainValue(type: GraphQLOutputType, place: Place, rng: Random): unknown {
  if (isNonNullType(type)) return rng.chance(0.04) ? null : plainValue(type.ofType, place, rng);
  if (rng.chance(0.08)) return rng.chance(0.5) ? null : undefined;
  if (isListType(type)) return listOf(type.ofType, place, rng);
  if (isLeafType(type)) return leaf(type.name, rng);
  return objectOf(type as GraphQLNamedType, place, rng);
}

function listOf(type: GraphQLOutputType, place: Place, rng: Random): unknown {
  if (rng.chance(0.04)) return rng.pick<unknown>(['text', 7, {}]);
  const items = Array.from({ length: rng.int(4) }, (_, at) => {
    const key = `${place.key}[${at}]`;
    const item = random(hash(`${place.seed}${key}item`));
    if (item.chance(0.05)) return failure(item, key);
    const value = plainValue(type, { ...place, key }, item);
    if (item.chance(0.75)) return value;
    return late(item, () => (item.chance(0.2) ? Promise.reject(failure(item, key)) : value));
  });
  return rng.chance(0.15) ? new Set(items) : items;
}

const LEAVES: Record<string, readonly unknown[]> = {
  Int: [0, -1, 7, '12', true, 2 ** 31, 1.5, 'x', Number.NaN, {}],
  Float: [0.5, 1, '1.5', Number.POSITIVE_INFINITY, 'x'],
  String: ['text', '', 5, false, { toString: 1 }, { valueOf: () => 'of value' }, []],
  Boolean: [true, false, 1, 0, 'yes', Number.NaN],
  ID: ['id', 5, 1.5, { valueOf: () => 'id of value' }],
  Color: ['RED', 'GREEN', 'BLUE', 'MAUVE', 1],
  Loose: ['x', 1, { deep: { list: [1, null] } }, [1, 'a'], true],
  Picky: [2, 'ok', 3, 'nothing'],
};

const leaf = (name: string, rng: Random): unknown => {
  const values = LEAVES[name] ?? [];
  return rng.chance(0.65) ? values[rng.int(3)] : rng.pick(values);
};

function objectOf(type: GraphQLNamedType, place: Place, rng: Random): unknown {
  if (rng.chance(0.02)) return rng.pick<unknown>(['no object', 5, true]);
  const { schema, key } = place;
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type as GraphQLObjectType];
  const actual = rng.pick(possible);
  const kind = rng.chance(0.08) ? rng.pick(['Query', 'Nowhere', 'Color', 'Broken']) : actual.name;
  const object: Record<string, unknown> = { key, kind };
  if (rng.chance(0.8)) object.__typename = rng.chance(0.02) ? 5 : kind;
  for (const field of Object.values(actual.getFields()))
    property(object, field, { ...place, key: `${key}.${field.name}` });
  return object;
}

/** A field as a value, as a getter, or as a method. */
function property(object: object, { name, type }: { name: string; type: GraphQLOutputType }, place: Place): void {
  const rng = random(hash(`${place.seed}${place.key}property`));
  const method = rng.chance(0.15);
  Object.defineProperty(object, name, {
    enumerable: true,
    get: () =>
      method
        ? (args: object) => valueAt(type, { ...place, key: `${place.key}${JSON.stringify(args)}` })
        : valueAt(type, place),
  });
}
