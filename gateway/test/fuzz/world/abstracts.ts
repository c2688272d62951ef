import type { Random } from '../random.ts';
import { drawArgs, newField } from './fields.ts';
import { askable } from './keys.ts';
import { type AbstractType, membersOf, type World } from './model.ts';

/** Gives interfaces their fields: every member has them, and a subgraph declares those all of its members have there. */
export function drawAbstracts(world: World, random: Random): void {
  for (const abstract of [...world.abstracts.values()]) {
    if (abstract.kind === 'union') continue;
    drawCommonFields(world, random, abstract);
    declare(world, abstract);
    if (![...abstract.declares.values()].some((names) => names.length > 0)) world.abstracts.delete(abstract.name);
  }
}

function drawCommonFields(world: World, random: Random, abstract: AbstractType): void {
  const members = membersOf(world, abstract.name).flatMap((member) => world.objects.get(member) ?? []);
  const objects = knownWhere(world, new Set(members.flatMap((member) => [...member.in])));
  for (let index = 0; index < 1 + random.below(2); index++) {
    const name = `${abstract.name.toLowerCase()}_${index}`;
    const type = drawCommonType(random, objects);
    const args = drawArgs(random);
    for (const object of members) {
      const owners = object.kind === 'value' ? [...object.in] : random.some(askable(object), 1);
      const stricter = !type.endsWith('!') && random.chance(0.1);
      object.fields.set(name, newField({ name, type: stricter ? `${type}!` : type, args }, owners));
    }
  }
}

function drawCommonType(random: Random, objects: readonly string[]): string {
  const base = random.pick(objects.length > 0 && random.chance(0.6) ? objects : ['Int', 'String', 'Float', 'Color']);
  return random.pick(['@', '@', '@!', '[@]', '[@!]']).replace('@', base);
}

/** Names of the objects that all of these subgraphs have. */
const knownWhere = (world: World, subgraphs: ReadonlySet<string>): string[] =>
  [...world.objects.values()]
    .filter((object) => [...subgraphs].every((subgraph) => object.in.has(subgraph)))
    .map((object) => object.name);

function declare(world: World, abstract: AbstractType): void {
  const common = [...Array(2).keys()].map((index) => `${abstract.name.toLowerCase()}_${index}`);
  const identified = membersOf(world, abstract.name).every((member) => world.objects.get(member)?.fields.has('id'));
  for (const [subgraph, members] of [...abstract.members]) {
    const names = [...(identified ? ['id'] : []), ...common].filter((name) =>
      members.every((member) => world.objects.get(member)?.fields.get(name)?.in.has(subgraph)),
    );
    abstract.declares.set(subgraph, names);
    if (names.length === 0) abstract.members.delete(subgraph);
  }
}
