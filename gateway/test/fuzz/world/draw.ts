import { randomFrom } from '../random.ts';
import { drawAbstracts } from './abstracts.ts';
import { drawArrangements } from './arrangements.ts';
import { drawFields, drawRoots } from './fields.ts';
import { drawKeys } from './keys.ts';
import { drawLive } from './live.ts';
import type { World } from './model.ts';
import { drawOutline } from './outline.ts';

/** A random supergraph, with something to follow where it is to be `live`. Most of them compose; those that do not are of no use. */
export function drawWorld(seed: number, live = false): World {
  const random = randomFrom(seed);
  const world = drawOutline(seed, random);
  drawKeys(world, random);
  drawAbstracts(world, random);
  drawFields(world, random);
  drawRoots(world, random);
  drawArrangements(world, random);
  if (live) drawLive(world, random);
  return world;
}
