import type { Random } from '../random.ts';
import { baseOf, type Field, membersIn, type World } from './model.ts';

interface Wanted {
  /** What there is to choose from. */
  readonly fields: readonly Field[];
  /** Where the selection is written. */
  readonly subgraph: string;
  readonly least: number;
  /** Whether to stay with leaves and value types. */
  readonly shallow?: boolean;
}

/**
 * A selection for `@requires` or `@provides`. What it names becomes external in the subgraph, and never fails: the
 * answer would otherwise show an error for something that no client asked for.
 */
export function drawSelection(world: World, random: Random, wanted: Wanted): string | undefined {
  const chosen = random.some(wanted.fields, Math.min(wanted.least, wanted.fields.length)).slice(0, 2);
  const parts: string[] = [];
  for (const field of chosen) {
    const nested = drawNested(world, random, { ...wanted, field });
    if (nested === undefined) continue;
    if (!field.in.has(wanted.subgraph)) field.in.set(wanted.subgraph, 'external');
    field.calm = true;
    parts.push(`${field.name}${nested}`);
  }
  return parts.length > 0 ? parts.join(' ') : undefined;
}

/** What to select of a field: nothing of a leaf, and undefined when the subgraph has nothing to select. */
function drawNested(world: World, random: Random, given: Wanted & { field: Field }): string | undefined {
  const name = baseOf(given.field.type);
  if (world.abstracts.has(name)) return given.shallow ? undefined : drawByType(world, random, { ...given, name });
  const type = world.objects.get(name);
  if (!type) return '';
  if (!type.in.has(given.subgraph) || (given.shallow && type.kind === 'entity')) return undefined;
  const selection = drawLeaves(world, random, { ...given, name });
  return selection && ` { ${selection} }`;
}

function drawByType(world: World, random: Random, given: Wanted & { name: string }): string | undefined {
  if (world.abstracts.get(given.name)?.objectIn) return undefined;
  const parts = membersIn(world, given.name, given.subgraph).flatMap((member) => {
    const selection = drawLeaves(world, random, { ...given, name: member });
    return selection ? [`... on ${member} { ${selection} }`] : [];
  });
  return parts.length > 0 ? ` { ${parts.join(' ')} }` : undefined;
}

function drawLeaves(world: World, random: Random, given: Wanted & { name: string }): string | undefined {
  const type = world.objects.get(given.name);
  const fields = [...(type?.fields.values() ?? [])].filter(
    (field) =>
      isLeaf(world, field) &&
      field.args.length === 0 &&
      field.requires.size === 0 &&
      field.in.get(given.subgraph) !== 'overridden' &&
      (type?.kind === 'entity' ? !given.shallow : field.in.get(given.subgraph) === 'own'),
  );
  if (fields.length === 0) return undefined;
  const chosen = random.some(fields, 1).slice(0, 2);
  for (const field of chosen) {
    if (!field.in.has(given.subgraph)) field.in.set(given.subgraph, 'external');
    field.calm = true;
  }
  return chosen.map((field) => field.name).join(' ');
}

const isLeaf = (world: World, field: Field): boolean =>
  !world.objects.has(baseOf(field.type)) && !world.abstracts.has(baseOf(field.type));
