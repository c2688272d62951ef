import { randomFrom } from '../random.ts';
import { drawAbstracts } from './abstracts.ts';
import { drawArrangements } from './arrangements.ts';
import { drawFields, drawRoots } from './fields.ts';
import { drawKeys } from './keys.ts';
import type { World } from './model.ts';
import { drawOutline } from './outline.ts';

/** A random supergraph. Most of them compose; those that do not are of no use. */
export function drawWorld(seed: number): World {
  const random = randomFrom(seed);
  const world = drawOutline(seed, random);
  drawKeys(world, random);
  drawAbstracts(world, random);
  drawFields(world, random);
  drawRoots(world, random);
  drawArrangements(world, random);
  return world;
}
