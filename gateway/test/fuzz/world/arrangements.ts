import type { Random } from '../random.ts';
import { drawArgs, drawType, newField } from './fields.ts';
import { askable, hasOneKey } from './keys.ts';
import { baseOf, type Field, membersOf, type ObjectType, ownersOf, type World } from './model.ts';
import { drawSelection } from './required.ts';

/** What subgraphs agree on between them: `@requires`, `@provides`, `@override`, `@inaccessible`, and gaps. */
export function drawArrangements(world: World, random: Random): void {
  for (const entity of world.entities) {
    drawOverride(world, random, entity);
    for (const subgraph of askable(entity))
      while (random.chance(0.4)) drawRequires(world, random, { entity, subgraph });
  }
  const fields = [...world.objects.values()].flatMap((type) => [...type.fields.values()]);
  for (const field of fields) if (random.chance(0.2)) drawProvides(world, random, field);
  for (const entity of world.entities) drawGaps(world, random, entity);
  drawSecrets(world, random);
}

/** A field that is made of what other subgraphs know of the entity. */
function drawRequires(world: World, random: Random, { entity, subgraph }: { entity: ObjectType; subgraph: string }) {
  const foreign = [...entity.fields.values()].filter((field) => isForeign(field, subgraph));
  const selection = drawSelection(world, random, { fields: foreign, subgraph, least: 1 });
  if (!selection) return;
  const name = `r${[...entity.fields.keys()].length}`;
  const field = newField({ name, type: drawType(world, random, [subgraph]), args: drawArgs(random) }, [subgraph]);
  field.requires.set(subgraph, selection);
  entity.fields.set(name, field);
}

/** Whether a subgraph may take the field from others: it does not resolve it itself. */
const isForeign = (field: Field, subgraph: string): boolean =>
  !field.key && field.in.get(subgraph) !== 'own' && field.in.get(subgraph) !== 'overridden' && field.args.length === 0;

/** A field that brings some of an entity's fields with it. */
function drawProvides(world: World, random: Random, field: Field): void {
  const entity = world.objects.get(baseOf(field.type));
  const [subgraph, ...others] = ownersOf(field);
  if (entity?.kind !== 'entity' || !subgraph || others.length > 0 || field.key) return;
  const foreign = [...entity.fields.values()].filter(
    (one) => isForeign(one, subgraph) && one.requires.size === 0 && one.override.size === 0,
  );
  const selection = drawSelection(world, random, { fields: foreign, subgraph, least: 1, shallow: true });
  if (selection) field.provides.set(subgraph, selection);
}

function drawOverride(world: World, random: Random, entity: ObjectType): void {
  for (const field of entity.fields.values()) {
    const [from, ...others] = ownersOf(field);
    const common = /^[ij]\d/.test(field.name);
    if (!from || others.length > 0 || field.key || common || !random.chance(0.08)) continue;
    const able = askable(entity)
      .filter((subgraph) => subgraph !== from)
      .filter((subgraph) => isLeaf(world, field) || world.objects.get(baseOf(field.type))?.in.has(subgraph));
    if (able.length === 0) continue;
    const to = random.pick(able);
    field.in.set(from, 'overridden').set(to, 'own');
    field.override.set(to, from);
  }
}

const isLeaf = (world: World, field: Field): boolean =>
  !world.objects.has(baseOf(field.type)) && !world.abstracts.has(baseOf(field.type));

/** Where nothing else depends on it, a subgraph may not know every entity. */
function drawGaps(world: World, random: Random, entity: ObjectType): void {
  const homes = [...world.abstracts.values()].filter((abstract) =>
    membersOf(world, abstract.name).includes(entity.name),
  );
  if (!hasOneKey(entity) || entity.in.size < 2 || homes.some((abstract) => abstract.home)) return;
  for (const subgraph of entity.in) {
    const own = [...entity.fields.values()].filter((field) => !field.key && field.in.get(subgraph) === 'own');
    const alone = own.every((field) => field.in.size === 1 && !field.calm);
    if (own.length > 0 && alone && random.chance(0.4)) entity.gaps.add(subgraph);
  }
}

function drawSecrets(world: World, random: Random): void {
  for (const type of world.objects.values()) {
    if (type.fields.size < 3) continue;
    for (const field of type.fields.values())
      if (!field.key && !/^[ij]\d/.test(field.name) && random.chance(0.05)) field.inaccessible = true;
  }
}
