import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from '../gateways/contender.ts';
import { ownContenders } from '../gateways/own.ts';
import { type FetchesSoFar, measure } from '../run/cell.ts';
import { openField } from '../run/ground.ts';
import { hottest } from '../run/profile.ts';
import { market } from '../worlds/market.ts';
import type { Scenario } from '../worlds/scenario.ts';
import { scenariosOf } from '../worlds/scenarios.ts';
import { shop } from '../worlds/shop.ts';
import { type Plan, wanted } from './plan.ts';

const FUNCTIONS = 30;
const WRITTEN_MS = 10_000;

/** Where our gateway spends its time, scenario by scenario, as lines of text. */
export async function profile({ options, redisUrl }: Plan, say: (line: string) => void): Promise<void> {
  const [ours] = ownContenders;
  const field = await openField(redisUrl);
  try {
    for (const world of [shop, market])
      for (const scenario of wanted(options, scenariosOf(world, field.token))) {
        const running = await ours.start(
          { ...field.placeOf(world), name: scenario.name.replace(', ', '-').replace(' ', '-') },
          field.ground,
        );
        await profiled(running, { scenario, seconds: options.seconds, fetchesSoFar: field.fetchesSoFar }, say).finally(
          () => running.child.stop(),
        );
      }
  } finally {
    await field.stop();
  }
}

async function profiled(
  running: Running,
  drive: { scenario: Scenario; seconds: number; fetchesSoFar: FetchesSoFar },
  say: (line: string) => void,
): Promise<void> {
  const { child, profileFile = '' } = running;
  await measure(running, drive);
  child.signal('SIGUSR2');
  const { perSecond } = await measure(running, drive);
  child.signal('SIGUSR2');
  for (const end = Date.now() + WRITTEN_MS; !existsSync(profileFile) && Date.now() < end; ) await sleep(100);
  say(`\n${drive.scenario.name}: ${perSecond.toFixed(0)} requests/s while profiled; ${profileFile}`);
  for (const { name, place, share } of hottest(profileFile, FUNCTIONS))
    say(`${(share * 100).toFixed(1).padStart(6)} %  ${name.padEnd(32)} ${place}`);
}
