import { startAll } from '../gateways/start-all.ts';
import { contest, type Entry } from '../run/contest.ts';
import { openReal, openTogether, type Real } from '../run/real.ts';
import { ordersScenarios } from '../worlds/orders.ts';
import type { Group } from '../worlds/scenario.ts';
import { type Plan, wanted, wantsGroup } from './plan.ts';

/** Our own graph: over recorded answers on a core of the gateway's own, then end to end. */
export async function realGraph(plan: Plan): Promise<void> {
  const real = await openReal();
  try {
    if (wantsGroup(plan.options, 'own-graph')) await overRecordedAnswers(plan, real);
    if (wantsGroup(plan.options, 'end-to-end')) await endToEnd(plan, real);
  } finally {
    await real.stop();
  }
}

async function overRecordedAnswers(plan: Plan, real: Real): Promise<void> {
  real.share('apart');
  const { entries, stop } = await startAll(plan.contenders, real.recorded, real.ground);
  await measured(plan, real, { group: 'own-graph', entries }).finally(stop);
}

/**
 * Everything on all cores. Ours goes straight to its subgraphs, as they trust it; the others through a door that gives
 * them service tokens. Ours through the same door shows what the door costs.
 */
async function endToEnd(plan: Plan, real: Real): Promise<void> {
  real.share('all');
  const { entries, stop } = await startAll(plan.contenders, real.live, { ...real.ground, core: undefined });
  const hasOurs = entries.some(({ name }) => name === 'ours');
  const together = hasOurs ? await openTogether(real.stack) : undefined;
  const own: Entry[] = together ? [gatewayOf('ours, in process', together), gatewayOf('ours, HTTP', real.stack)] : [];
  const others = entries.map((entry) => (entry.name === 'ours' ? { ...entry, name: 'ours, through the door' } : entry));
  try {
    await measured(plan, real, { group: 'end-to-end', entries: [...own, ...others] });
  } finally {
    await stop();
    await together?.stop();
  }
}

const gatewayOf = (name: string, { gatewayUrl, processes }: Real['stack']): Entry => ({
  name,
  running: {
    url: `${gatewayUrl}/graphql`,
    child: { pid: processes.pid('gateway') ?? 0, signal: () => {}, stop: async () => {} },
  },
});

async function measured(
  { options, onCells, signal }: Plan,
  { customers, stack, fetchesSoFar }: Real,
  { group, entries }: { group: Group; entries: Entry[] },
): Promise<void> {
  const scenarios = ordersScenarios(group, customers, `${stack.gatewayUrl}/graphql`);
  for (const scenario of wanted(options, scenarios))
    onCells(await contest({ ...options, entries, scenario, fetchesSoFar, signal }));
}
