import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { claims, jwksOf, pair, sign } from '../../test/world/keys.ts';
import type { Ground } from '../gateways/contender.ts';
import { userOf } from '../worlds/sessions.ts';
import type { World } from '../worlds/world.ts';
import { ready, start } from './child.ts';
import { runFolder } from './folder.ts';
import { type Place, placeOf } from './graph.ts';
import { canPin, GATEWAY_CORE, OTHER_CORE, pin } from './pinning.ts';
import { freePort } from './ports.ts';

/** Everything around the gateways of the gateway-only rounds. */
export interface Field {
  readonly ground: Ground;
  placeOf(world: World): Place;
  /** Questions the subgraphs were asked so far. */
  fetchesSoFar(): Promise<number>;
  /** The access token of the n-th user. */
  token(n: number): string;
  stop(): Promise<void>;
}

const USERS = 50;
const TOKEN_SECONDS = 3_600;

/** Starts the subgraphs of the gateway-only rounds; this process, which makes the load, shares their core. */
export async function openField(redisUrl: string): Promise<Field> {
  const [clients, gateway] = [pair('tok-1'), pair('gateway-1')];
  const pinned = canPin();
  if (pinned) pin(OTHER_CORE);
  const port = await freePort();
  const subgraphs = start({
    command: process.execPath,
    args: ['--import', 'tsx', new URL('../worlds/process.ts', import.meta.url).pathname, String(port)],
    core: pinned ? OTHER_CORE : undefined,
    logFile: path.join(runFolder, 'subgraphs.log'),
  });
  await ready(subgraphs, async () => (await fetchesAt(port)) === 0);
  const exp = Math.floor(Date.now() / 1_000) + TOKEN_SECONDS;
  const tokens = Array.from({ length: USERS }, (_, n) =>
    sign(clients, claims({ sub: userOf(`ses_${n}`), sid: `ses_${n}`, exp })),
  );
  return {
    ground: {
      core: pinned ? GATEWAY_CORE : undefined,
      keys: { tokenJwks: jwksOf(clients), serviceJwks: jwksOf(gateway), servicePrivateKey: gateway.pem },
      redisUrl,
    },
    placeOf: (world) => placeOf(world, port, runFolder),
    fetchesSoFar: () => fetchesAt(port),
    token: (n) => String(tokens[n % USERS]),
    stop: () => subgraphs.stop(),
  };
}

/** What the subgraphs behind this port were asked so far. */
export async function fetchesAt(port: number): Promise<number> {
  const counts = (await (await fetch(`http://127.0.0.1:${port}/counts`)).json()) as Record<string, number>;
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Writes what a process is told into a file of this run; answers with its path. */
export function settingFile(name: string, setting: object): string {
  const file = path.join(runFolder, `${name}.json`);
  writeFileSync(file, JSON.stringify(setting));
  return file;
}
