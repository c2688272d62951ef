import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Plan } from './arguments.ts';
import { injectFaults } from './faults/injector.ts';
import { openTally, type Tally } from './faults/tally.ts';
import { checkAll, type Verdict } from './invariants/check.ts';
import { openRooms } from './invariants/rooms.ts';
import { type Journal, openJournal } from './load/journal.ts';
import { gather } from './load/load.ts';
import { pause } from './pause.ts';
import { openRandom } from './random.ts';
import { settle } from './settle.ts';
import { openWorld, type World } from './world/world.ts';

/** What became of a run. */
export interface Outcome {
  readonly plan: Plan;
  readonly faults: ReadonlyMap<string, number>;
  readonly kills: number;
  readonly journal: Journal;
  readonly seconds: { readonly faults: number; readonly settling: number };
  /** What had not come to rest when the time for it was over. */
  readonly unsettled: readonly string[];
  readonly verdicts: readonly Verdict[];
  /** Where logs and databases are, when they were kept. */
  readonly folder: string | null;
}

/** Whether everything held. */
export const held = ({ unsettled, verdicts }: Pick<Outcome, 'unsettled' | 'verdicts'>): boolean =>
  unsettled.length === 0 && verdicts.every(({ broken }) => broken.length === 0);

/** Asking again goes on for so long after the last fault. */
const PATIENCE_MS = 20_000;

/** Starts a world, breaks it while customers order, lets it come to rest, and looks what is left. */
export async function runChaos(plan: Plan, say: (line: string) => void): Promise<Outcome> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chaos-'));
  const world = await openWorld(folder, plan.terms);
  process.once('exit', world.abandon);
  let outcome: Outcome | undefined;
  try {
    say(`everything runs; logs are in ${world.logs}`);
    outcome = await trouble(world, plan, { say, folder });
    return outcome;
  } finally {
    await world.stop();
    process.off('exit', world.abandon);
    if (!plan.keep && (!outcome || held(outcome))) rmSync(folder, { recursive: true, force: true });
  }
}

async function trouble(
  world: World,
  plan: Plan,
  { say, folder }: { say: (line: string) => void; folder: string },
): Promise<Outcome> {
  const random = openRandom(plan.seed);
  const [journal, tally] = [openJournal(), openTally()];
  const [working, patience] = [new AbortController(), new AbortController()];
  // Everybody listens for the end.
  setMaxListeners(0, working.signal, patience.signal);
  const crowd = await gather(world, {
    customers: plan.customers,
    random,
    journal,
    working: working.signal,
    patience: patience.signal,
  });
  const began = Date.now();
  const load = crowd.run();
  const injection = { world, random: random.branch('faults'), tally, signal: working.signal };
  const faults = injectFaults(injection, plan.weather, () => journal.ordered.size);
  await untilEnough(plan, { journal, tally, world, say });
  working.abort();
  await faults;
  const calmAt = Date.now();
  const impatient = setTimeout(() => patience.abort(), PATIENCE_MS);
  await load;
  clearTimeout(impatient);
  const rooms = await openRooms(world, journal);
  const unsettled = await settle(world, rooms, plan.settleMs);
  const settledAt = Date.now();
  const verdicts = await checkAll(rooms);
  await rooms.close();
  for (const [kind, times] of world.control.reported()) tally.count(kind, times);
  const kills = tally.kills() + (tally.counts.get('failpoint: killed') ?? 0);
  return {
    plan,
    faults: tally.counts,
    kills,
    journal,
    seconds: { faults: (calmAt - began) / 1_000, settling: (settledAt - calmAt) / 1_000 },
    unsettled,
    verdicts,
    folder,
  };
}

const TELL_EVERY_MS = 15_000;

async function untilEnough(
  { minutes, leastOrders, enoughOrders, enoughKills }: Plan,
  { journal, tally, world, say }: { journal: Journal; tally: Tally; world: World; say: (line: string) => void },
): Promise<void> {
  const end = Date.now() + minutes * 60_000;
  const isEnough = () => enoughOrders > 0 && journal.ordered.size >= enoughOrders && kills() >= enoughKills;
  const kills = () => tally.kills() + (world.control.reported().get('failpoint: killed') ?? 0);
  const last = Date.now() + 3 * minutes * 60_000;
  const isOver = () => Date.now() > (journal.ordered.size < leastOrders ? last : end);
  let told = Date.now();
  while (!isOver() && !isEnough()) {
    await pause(500);
    if (Date.now() - told < TELL_EVERY_MS) continue;
    told = Date.now();
    say(
      `${journal.ordered.size} orders, ${kills()} kills, ${Math.max(0, Math.round((end - Date.now()) / 1_000))} s left`,
    );
  }
}
