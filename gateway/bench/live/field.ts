import path from 'node:path';
import type { Running } from '../gateways/contender.ts';
import { ready, start } from '../run/child.ts';
import { runFolder } from '../run/folder.ts';
import { type Place, placeOf } from '../run/graph.ts';
import { canPin, OTHER_CORE, pin } from '../run/pinning.ts';
import { freePort } from '../run/ports.ts';
import { liveWorld } from './world.ts';

/** The subgraphs of the live bench, and how steps are made in them. */
export interface Field {
  readonly place: Place;
  /** One step, or one position, for each of these orders. */
  emit(orderIds: readonly string[], kind?: 'STATUS' | 'LOCATION'): Promise<void>;
  /** Questions the subgraphs were asked so far. */
  asked(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts them; this process, which makes the load, shares their core. */
export async function openField(redisUrl: string): Promise<Field> {
  const pinned = canPin();
  if (pinned) pin(OTHER_CORE);
  const port = await freePort();
  const child = start({
    command: process.execPath,
    args: ['--import', 'tsx', new URL('./domain.ts', import.meta.url).pathname, String(port), redisUrl],
    core: pinned ? OTHER_CORE : undefined,
    logFile: path.join(runFolder, 'live-subgraphs.log'),
  });
  const at = (where: string, body?: object) =>
    fetch(`http://127.0.0.1:${port}/${where}`, body && { method: 'POST', body: JSON.stringify(body) });
  const asked = async () => ((await (await at('asked')).json()) as { asked: number }).asked;
  await ready(child, async () => (await asked()) === 0);
  return {
    place: placeOf(
      liveWorld(() => []),
      port,
      runFolder,
    ),
    emit: async (orderIds, kind = 'STATUS') => void (await (await at('emit', { orderIds, kind })).text()),
    asked,
    stop: () => child.stop(),
  };
}

/** A gateway that runs. */
export interface LiveRunning extends Running {
  readonly logFile: string;
  /** Whether it prints what it holds when it is sent SIGUSR1. */
  readonly tellsHeap: boolean;
}

/** A gateway under test, and what it is tested with. */
export interface Trial {
  readonly field: Field;
  readonly running: LiveRunning;
  readonly url: string;
  /** An access token of another user each time. */
  readonly signIn: () => string;
  /** Whether each watcher asks something else. */
  readonly each: boolean;
}
