import { startAll } from '../gateways/start-all.ts';
import { contest } from '../run/contest.ts';
import { openField } from '../run/ground.ts';
import { market } from '../worlds/market.ts';
import { scenariosOf } from '../worlds/scenarios.ts';
import { shop } from '../worlds/shop.ts';
import { type Plan, wanted } from './plan.ts';

/** Gateways on a core of their own, in front of subgraphs that cost next to nothing. */
export async function gatewayOnly({ contenders, options, redisUrl, onCells, signal }: Plan): Promise<void> {
  const field = await openField(redisUrl);
  try {
    for (const world of [shop, market]) {
      const scenarios = wanted(options, scenariosOf(world, field.token));
      if (scenarios.length === 0) continue;
      const { entries, stop } = await startAll(contenders, field.placeOf(world), field.ground);
      const { fetchesSoFar } = field;
      try {
        for (const scenario of scenarios)
          onCells(await contest({ ...options, entries, scenario, fetchesSoFar, signal }));
      } finally {
        await stop();
      }
    }
  } finally {
    await field.stop();
  }
}
