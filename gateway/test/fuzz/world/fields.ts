import type { Random } from '../random.ts';
import { askable } from './keys.ts';
import { type Argument, baseOf, type Field, membersIn, type ObjectType, type World } from './model.ts';
import { objectType } from './outline.ts';

const LEAVES = ['Int', 'Float', 'String', 'String', 'Boolean', 'ID', 'Color', 'Size', 'Stamp'];
const WRAPPINGS = ['@', '@', '@', '@!', '@!', '[@]', '[@!]', '[@!]!', '[@]!', '[[@]]', '[[@!]!]!', '[[@!]]'];
const POOL = ['f0', 'f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7'];

const ARGUMENTS: readonly Omit<Argument, 'name'>[] = [
  { type: 'Int' },
  { type: 'Int', standard: '7' },
  { type: 'Int!', standard: '-1' },
  { type: 'Float', standard: '0.5' },
  { type: 'String!', standard: '"say \\"hi\\""' },
  { type: 'Boolean' },
  { type: 'ID!' },
  { type: 'Color' },
  { type: 'Color', standard: 'RED' },
  { type: '[Size!]', standard: '[SMALL, LARGE]' },
  { type: '[[Int]!]' },
  { type: 'Filter' },
  { type: 'Filter', standard: '{ words: ["a", "b"], ratio: 2 }' },
  { type: 'Search!' },
  { type: '[Search]' },
  { type: 'Stamp' },
];

/** Gives every object type its fields, and every field its subgraphs. */
export function drawFields(world: World, random: Random): void {
  for (const type of world.objects.values()) {
    const names = random.shuffled(POOL).slice(0, type.kind === 'entity' ? 2 + random.below(4) : 1 + random.below(3));
    for (const name of names) drawField(world, random, { type, name });
  }
  for (const { objectIn, added } of world.abstracts.values()) {
    if (!objectIn) continue;
    for (const name of ['j0', 'j1'].slice(0, 1 + random.below(2)))
      added.set(
        name,
        newField({ name, type: drawType(world, random, [objectIn]), args: drawArgs(random) }, [objectIn]),
      );
  }
}

function drawField(world: World, random: Random, { type, name }: { type: ObjectType; name: string }): void {
  const candidates = type.kind === 'entity' ? askable(type) : [...type.in];
  if (candidates.length === 0) return;
  const owners = type.kind === 'value' ? candidates : drawOwners(random, candidates);
  type.fields.set(name, newField({ name, type: drawType(world, random, owners), args: drawArgs(random) }, owners));
}

const drawOwners = (random: Random, candidates: readonly string[]): string[] =>
  random.chance(0.75) ? [random.pick(candidates)] : random.some(candidates, 1);

/** A field that nothing is arranged for yet. */
export const newField = (
  { name, type, args }: Pick<Field, 'name' | 'type' | 'args'>,
  owners: readonly string[],
): Field => ({
  name,
  type,
  args,
  in: new Map(owners.map((subgraph) => [subgraph, 'own'])),
  key: false,
  calm: false,
  requires: new Map(),
  provides: new Map(),
  override: new Map(),
  inaccessible: false,
});

/** A type that all of the subgraphs have, in lists or not, nullable or not. */
export function drawType(world: World, random: Random, owners: readonly string[]): string {
  const base = random.chance(0.5) ? random.pick(LEAVES) : drawComposite(world, random, owners);
  return random.pick(WRAPPINGS).replace('@', base);
}

function drawComposite(world: World, random: Random, owners: readonly string[]): string {
  const names = [...world.objects.keys(), ...world.abstracts.keys()].filter((name) => {
    if (world.objects.get(name)?.kind === 'root') return false;
    const [first = [], ...rest] = owners.map((subgraph) => membersIn(world, name, subgraph));
    return first.some((member) => rest.every((members) => members.includes(member)));
  });
  return names.length > 0 ? random.pick(names) : random.pick(LEAVES);
}

/** Mostly none. */
export function drawArgs(random: Random): Argument[] {
  if (!random.chance(0.25)) return [];
  return ['a', 'b', 'c'].slice(0, 1 + random.below(3)).map((name) => ({ name, ...random.pick(ARGUMENTS) }));
}

/** Gives every subgraph something to begin with. */
export function drawRoots(world: World, random: Random): void {
  const query = objectType({ kind: 'root', name: 'Query', index: 0 }, world.subgraphs);
  const mutation = objectType({ kind: 'root', name: 'Mutation', index: 0 }, []);
  world.objects.set('Query', query);
  let count = 0;
  for (const subgraph of world.subgraphs) {
    for (let many = random.below(4); many > 0; many--) {
      const owners = random.chance(0.85) ? [subgraph] : [...new Set([subgraph, random.pick(world.subgraphs)])];
      drawRoot(world, random, { type: query, name: `q${count++}`, owners });
    }
    if (random.chance(0.4)) {
      mutation.in.add(subgraph);
      for (let many = 1 + random.below(2); many > 0; many--)
        drawRoot(world, random, { type: mutation, name: `m${count++}`, owners: [subgraph] });
    }
  }
  if (mutation.fields.size > 0) world.objects.set('Mutation', mutation);
}

function drawRoot(world: World, random: Random, given: { type: ObjectType; name: string; owners: string[] }): void {
  const { type: root, name, owners } = given;
  let type = drawType(world, random, owners);
  for (let tries = 0; tries < 3 && LEAVES.includes(baseOf(type)); tries++) type = drawType(world, random, owners);
  root.fields.set(name, newField({ name, type, args: drawArgs(random) }, owners));
}
