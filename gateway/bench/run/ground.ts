import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { claims, jwksOf, pair, sign } from '../../test/world/keys.ts';
import type { Ground } from '../gateways/contender.ts';
import { market } from '../worlds/market.ts';
import { shop } from '../worlds/shop.ts';
import { type Child, ready, start } from './child.ts';
import { type Place, placeOf } from './graph.ts';

/** The bench's own folder: installed peers, settings, logs. */
export const benchFolder = new URL('../../../.data/bench', import.meta.url).pathname;

/** Everything around the gateways of the gateway-only rounds. */
export interface Field {
  readonly ground: Ground;
  readonly places: ReadonlyMap<string, Place>;
  readonly subgraphs: Child;
  /** Questions the subgraphs were asked so far. */
  fetches(): Promise<number>;
  /** The token of the n-th user. */
  token(n: number): string;
  stop(): Promise<void>;
}

const USERS = 50;
const TOKEN_SECONDS = 3_600;

/** Whether gateways can have a core of their own. */
const canPin = (): boolean => os.cpus().length > 1 && spawnSync('taskset', ['--version']).status === 0;

/** Starts the subgraphs of the gateway-only rounds; this process shares their core. */
export async function openField(redisUrl: string): Promise<Field> {
  const folder = path.join(benchFolder, 'run');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [clients, gateway] = [pair('tok-1'), pair('gateway-1')];
  const tokenJwks = jwksOf(clients);
  const jwksFile = path.join(folder, 'jwks.json');
  writeFileSync(jwksFile, tokenJwks);
  const pinned = canPin();
  if (pinned) spawnSync('taskset', ['-a', '-c', '-p', '1', String(process.pid)]);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const subgraphs = start({
    command: process.execPath,
    args: ['--import', 'tsx', new URL('../worlds/process.ts', import.meta.url).pathname, String(port), jwksFile],
    core: pinned ? 1 : undefined,
    logFile: path.join(folder, 'subgraphs.log'),
  });
  const countsNow = async () => (await (await fetch(`${url}/counts`)).json()) as Record<string, number>;
  await ready(subgraphs, async () => (await countsNow()) !== null);
  const exp = Math.floor(Date.now() / 1_000) + TOKEN_SECONDS;
  const tokens = Array.from({ length: USERS }, (_, n) =>
    sign(clients, claims({ sub: `usr_${n}`, sid: `ses_${n}`, exp })),
  );
  return {
    ground: {
      folder,
      core: pinned ? 0 : undefined,
      keys: { tokenJwks, serviceJwks: jwksOf(gateway), servicePrivateKey: gateway.pem },
      jwksUrl: `${url}/jwks`,
      redisUrl,
      freePort,
    },
    places: new Map([shop, market].map((world) => [world.name, placeOf(world, port, folder)])),
    subgraphs,
    fetches: async () => Object.values(await countsNow()).reduce((sum, count) => sum + count, 0),
    token: (n) => String(tokens[n % USERS]),
    stop: () => subgraphs.stop(),
  };
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
