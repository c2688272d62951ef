import type { Random } from '../random.ts';
import type { AbstractType, Enum, Input, ObjectType, World } from './model.ts';

const NAMES = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'];

/** Names, and which subgraph has what; no fields yet. */
export function drawOutline(seed: number, random: Random): World {
  const subgraphs = NAMES.slice(0, random.pick([2, 2, 3, 3, 4, 5, 6]));
  const world: World = {
    seed,
    subgraphs,
    enums: drawEnums(random),
    inputs: INPUTS,
    objects: new Map(),
    abstracts: new Map(),
    entities: [],
  };
  for (let index = 0; index < 2 + random.below(3); index++) {
    const entity = objectType({ kind: 'entity', name: `E${index}`, index }, random.some(subgraphs, 1));
    world.entities.push(entity);
    world.objects.set(entity.name, entity);
  }
  for (let index = 0; index < 1 + random.below(3); index++) {
    const everywhere = random.chance(0.6);
    const value = objectType(
      { kind: 'value', name: `V${index}`, index },
      everywhere ? subgraphs : random.some(subgraphs, 1),
    );
    world.objects.set(value.name, value);
  }
  drawMembers(world, random);
  return world;
}

/** An object type that has nothing yet. */
export const objectType = (
  named: Pick<ObjectType, 'kind' | 'name' | 'index'>,
  subgraphs: readonly string[],
): ObjectType => ({ ...named, in: new Set(subgraphs), keys: new Map(), fields: new Map(), gaps: new Set() });

const drawEnums = (random: Random): Enum[] => [
  { name: 'Color', values: ['RED', 'GREEN', 'BLUE'].slice(0, 1 + random.below(3)) },
  { name: 'Size', values: ['SMALL', 'LARGE'], ...(random.chance(0.3) && { secret: 'HUGE' }) },
];

const INPUTS: Input[] = [
  {
    name: 'Filter',
    fields: [
      { name: 'first', type: 'Int', standard: '3' },
      { name: 'words', type: '[String!]' },
      { name: 'color', type: 'Color' },
      { name: 'ratio', type: 'Float' },
    ],
  },
  {
    name: 'Search',
    fields: [
      { name: 'filter', type: 'Filter' },
      { name: 'filters', type: '[Filter]', standard: '[{ first: 1 }, null]' },
      { name: 'key', type: 'ID', standard: '"k"' },
      { name: 'must', type: 'Boolean!', standard: 'true' },
    ],
  },
];

function drawMembers(world: World, random: Random): void {
  if (random.chance(0.35)) drawInterfaceObject(world, random);
  const objects = [...world.objects.values()];
  const kinds = [...Array(random.below(3)).fill('interface'), ...Array(random.below(2)).fill('union')] as const;
  for (const [index, kind] of kinds.entries()) {
    const chosen = random.some(
      objects.filter((type) => kind === 'union' || type.kind === 'entity' || random.chance(0.3)),
      2,
    );
    const members = drawMembership(world, random, chosen);
    const name = `${kind === 'union' ? 'U' : 'I'}${index}`;
    if (members.size > 0) world.abstracts.set(name, abstractType({ kind, name, members }));
  }
}

/** By subgraph: which of the types belong together there. */
function drawMembership(world: World, random: Random, chosen: readonly ObjectType[]): Map<string, string[]> {
  const members = new Map<string, string[]>();
  for (const subgraph of world.subgraphs) {
    const local = chosen.filter((type) => type.in.has(subgraph)).map((type) => type.name);
    if (local.length > 0 && random.chance(0.75))
      members.set(subgraph, random.chance(0.8) ? local : random.some(local, 1));
  }
  return members;
}

const abstractType = (
  given: Pick<AbstractType, 'kind' | 'name' | 'members'> & Partial<AbstractType>,
): AbstractType => ({ declares: new Map(), added: new Map(), ...given });

/** Two or more entities that one subgraph knows apart, and another only as one type. */
function drawInterfaceObject(world: World, random: Random): void {
  const [home, objectIn] = random.shuffled(world.subgraphs);
  if (!home || !objectIn) return;
  const members = random.some(world.entities, 2);
  for (const member of members) {
    member.in.delete(objectIn);
    member.in.add(home);
  }
  const names = members.map(({ name }) => name);
  world.abstracts.set(
    'J0',
    abstractType({ kind: 'interface', name: 'J0', members: new Map([[home, names]]), home, objectIn }),
  );
}
