import type { Entry } from '../run/contest.ts';
import type { Place } from '../run/graph.ts';
import type { Contender, Ground } from './contender.ts';

/** Installs and starts gateways, one after the other; one that cannot be started takes part with the reason. */
export async function startAll(
  contenders: readonly Contender[],
  place: Place,
  ground: Ground,
): Promise<{ entries: Entry[]; stop(): Promise<void> }> {
  const entries: Entry[] = [];
  for (const { name, install, start } of contenders) {
    try {
      await install();
      entries.push({ name, running: await start(place, ground) });
    } catch (error) {
      entries.push({ name, absent: (error instanceof Error ? error.message : String(error)).slice(0, 200) });
    }
  }
  return {
    entries,
    stop: async () => void (await Promise.all(entries.map(({ running }) => running?.child.stop()))),
  };
}
