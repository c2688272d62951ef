import type { Random } from '../random.ts';
import { drawArgs, newField } from './fields.ts';
import { askable } from './keys.ts';
import type { World } from './model.ts';
import { objectType } from './outline.ts';

/**
 * Gives clients something to follow: fields whose events name an entity that the field's subgraph can be asked for. None
 * is nullable, as in our own graph: a step of which nothing is left is not told, but asked for again.
 */
export function drawLive(world: World, random: Random): void {
  const root = objectType({ kind: 'root', name: 'Subscription', index: 0 }, []);
  const known = world.entities.flatMap((entity) => askable(entity).map((subgraph) => ({ entity, subgraph })));
  for (const [index, { entity, subgraph }] of random.some(known, 1).slice(0, 4).entries()) {
    const name = `l${index}`;
    root.in.add(subgraph);
    root.fields.set(name, newField({ name, type: `${entity.name}!`, args: drawArgs(random) }, [subgraph]));
  }
  world.objects.set('Subscription', root);
}
