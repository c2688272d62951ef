import { Kind, parseType, type TypeNode } from 'graphql';
import { mix, type Random, randomFrom } from '../random.ts';
import { type Field, membersIn, membersOf, ownersOf, type World } from '../world/model.ts';
import { canonical } from './canonical.ts';
import { keyValue } from './identity.ts';

/** What everybody answers: the same for the same seed, whoever is asked. */
export interface Truth {
  readonly world: World;
  readonly seed: number;
  /** Probabilities of what goes wrong, for each field. */
  readonly nulls: number;
  readonly failures: number;
  /** Of null where the schema says never. */
  readonly violations: number;
  /** Of an entity that a subgraph with gaps does not know. */
  readonly gaps: number;
}

/** An object on its way through an execution. */
export interface Thing {
  /** The object type. */
  readonly type: string;
  /** Two with the same identity are the same object. */
  readonly identity: string;
  /** Of an entity. */
  readonly number?: number | undefined;
}

/** How one case behaves: every third without anything wrong, so that nothing hides behind nulls. */
export function drawTruth(world: World, seed: number): Truth {
  const random = randomFrom(seed);
  const calm = random.chance(0.35);
  const at = (most: number) => (calm ? 0 : random.next() * most);
  return {
    world,
    seed,
    nulls: random.chance(0.3) ? 0 : random.next() * 0.25,
    failures: random.chance(0.4) ? 0 : at(0.2),
    violations: random.chance(0.5) ? 0 : at(0.06),
    gaps: random.chance(0.4) ? 0 : at(0.5),
  };
}

interface Asked {
  readonly field: Field;
  readonly args: Readonly<Record<string, unknown>>;
  /** What the field is made of, when it requires something. */
  readonly given?: unknown;
}

/** The value of a field. Throws an error that names the object and the field when this field fails. */
export function answerOf(truth: Truth, thing: Thing, { field, args, given }: Asked): unknown {
  if (field.key) return keyValue(truth.world, field, thing.number ?? Number.NaN);
  const missing = gapAt(truth, thing, field);
  if (missing === 'null') return null;
  if (missing) throw new Error(missing);
  const place = `${thing.identity}.${field.name}`;
  const identity = `${place}(${canonical(args)})${given === undefined ? '' : canonical(given)}`;
  const random = randomFrom(mix(truth.seed, identity));
  if (!field.calm && random.chance(truth.failures)) throw new Error(`${place} failed`);
  return complete(typeOf(field.type), { truth, field, random, identity, place }, true);
}

/** What a subgraph with gaps says instead of the entity's field: `null`, or a message; undefined when it knows it. */
export function gapAt(truth: Truth, thing: Thing, field: Field): string | undefined {
  const [owner, ...others] = ownersOf(field);
  if (!owner || others.length > 0 || thing.number === undefined) return undefined;
  return gapOf(truth, thing, owner);
}

/** The same of the whole entity in one subgraph. */
export function gapOf(truth: Truth, thing: Thing, subgraph: string): string | undefined {
  if (!truth.world.objects.get(thing.type)?.gaps.has(subgraph)) return undefined;
  const random = randomFrom(mix(truth.seed, 'gap', subgraph, thing.identity));
  if (!random.chance(truth.gaps)) return undefined;
  return random.chance(0.5) ? 'null' : `${subgraph} does not know ${thing.identity}`;
}

const types = new Map<string, TypeNode>();

const typeOf = (text: string): TypeNode => {
  const type = types.get(text) ?? parseType(text);
  types.set(text, type);
  return type;
};

interface Place {
  readonly truth: Truth;
  readonly field: Field;
  readonly random: Random;
  readonly identity: string;
  readonly place: string;
}

function complete(type: TypeNode, at: Place, nullable: boolean): unknown {
  const { truth, field, random } = at;
  if (type.kind === Kind.NON_NULL_TYPE) {
    if (!field.calm && random.chance(truth.violations)) return null;
    return complete(type.type, at, false);
  }
  if (nullable && random.chance(truth.nulls)) return null;
  if (type.kind === Kind.NAMED_TYPE) return named(type.name.value, at);
  return Array.from({ length: random.pick([0, 1, 2, 2, 3]) }, (_, index) => {
    const place = `${at.place}[${index}]`;
    if (!field.calm && random.chance(truth.failures / 3)) return new Error(`${place} failed`);
    return complete(type.type, { ...at, place, identity: `${at.identity}[${index}]` }, true);
  });
}

const TEXTS = [
  '',
  'plain',
  'with "quotes" and \\ slashes',
  'two\nlines',
  'ünïcödé ✓ 🚚',
  'null',
  '\u2028 \u0007',
  '{}',
];
const STAMPS: readonly unknown[] = [
  '2026-01-01',
  17,
  false,
  [1, [null, 'x']],
  { b: 1, a: { deep: [{}] }, __typename: 'Trap' },
  {},
  [],
];

function named(name: string, at: Place): unknown {
  const { random, truth } = at;
  const listed = truth.world.enums.find((one) => one.name === name);
  if (listed) return random.pick([...listed.values, ...listed.values, ...(listed.secret ? [listed.secret] : [])]);
  switch (name) {
    case 'Int':
      return random.pick([0, -1, 2147483647, random.below(1000)]);
    case 'Float':
      return random.pick([0, 0.1, -2.5e-7, 1e21, 3, random.next()]);
    case 'String':
      return random.pick([...TEXTS, `text ${random.below(1000)}`]);
    case 'Boolean':
      return random.chance(0.5);
    case 'ID':
      return random.pick(['7', 'a-b', `${random.below(1000)}`]);
    case 'Stamp':
      return random.pick(STAMPS);
    default:
      return composite(name, at);
  }
}

function composite(name: string, { truth, field, random, identity }: Place): Thing | null {
  const { world } = truth;
  const everywhere = ownersOf(field).map((subgraph) => membersIn(world, name, subgraph));
  const possible = membersOf(world, name).filter((type) => everywhere.every((members) => members.includes(type)));
  if (possible.length === 0) return null;
  const type = random.pick(possible);
  if (world.objects.get(type)?.kind !== 'entity') return { type, identity };
  return entityThing(world, type, random.below(5));
}

/** The nth entity of a type. */
export function entityThing(world: World, type: string, nth: number): Thing {
  const index = world.objects.get(type)?.index ?? Number.NaN;
  const number = nth * world.entities.length + index;
  return { type, identity: `#${number}`, number };
}
