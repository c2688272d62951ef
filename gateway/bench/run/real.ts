import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { supergraphSdl } from '@app/schema/sdl';
import { type Stack, startStack } from '@app/stack/stack';
import type { Ground } from '../gateways/contender.ts';
import { type Customer, newCustomer } from '../worlds/orders.ts';
import type { RecorderSetting } from '../worlds/recorder.ts';
import { ready, start } from './child.ts';
import { runFolder } from './folder.ts';
import type { Place } from './graph.ts';
import { fetchesAt, settingFile } from './ground.ts';
import { ALL_CORES, canPin, GATEWAY_CORE, OTHER_CORE, pin } from './pinning.ts';
import { freePort } from './ports.ts';

/** Our own graph as it is: a seeded stack with every service in its own process, and a door to it for any gateway. */
export interface Real {
  readonly stack: Stack;
  readonly customers: readonly Customer[];
  readonly ground: Ground;
  /** Subgraphs that answer what they answered before, from memory. */
  readonly recorded: Place;
  /** The subgraphs themselves. */
  readonly live: Place;
  fetchesSoFar(): Promise<number>;
  /** Gives gateways a core of their own, or everything all cores. */
  share(cores: 'apart' | 'all'): void;
  stop(): Promise<void>;
}

const CUSTOMERS = 50;

const LIMITS = {
  LIMIT_USER_PER_MINUTE: '100000000',
  LIMIT_IP_PER_MINUTE: '100000000',
  LOG_LEVEL: 'warn',
  USERS_ACCESS_TOKEN_SECONDS: '3600',
};

/** Starts the stack, lets customers order, and opens the door. */
export async function openReal(): Promise<Real> {
  if (canPin()) pin(ALL_CORES);
  const stack = await startStack({ mounting: 'split', ports: 'free', seed: true, given: LIMITS });
  try {
    return await opened(stack);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function opened(stack: Stack): Promise<Real> {
  const door = `${stack.gatewayUrl}/graphql`;
  const customers: Customer[] = [];
  for (let n = 0; n < CUSTOMERS; n++) customers.push(await newCustomer(door, n));
  const { GATEWAY_SERVICE_PRIVATE_KEY = '', SERVICE_JWKS = '', TOKEN_JWKS = '', REDIS_URL = '' } = stack.environment;
  const keys = { servicePrivateKey: GATEWAY_SERVICE_PRIVATE_KEY, serviceJwks: SERVICE_JWKS };
  const port = await freePort();
  const { gateway: _, 'sandbox-provider': __, ...origins } = stack.urls;
  const setting: RecorderSetting = { port, origins: origins as Record<string, string>, ...keys };
  const recorder = start({
    command: process.execPath,
    args: [
      '--import',
      'tsx',
      new URL('../worlds/recorder.ts', import.meta.url).pathname,
      settingFile('recorder', setting),
    ],
    logFile: path.join(runFolder, 'recorder.log'),
  });
  await ready(recorder, async () => (await fetchesAt(port)) === 0);
  return {
    stack,
    customers,
    ground: {
      core: canPin() ? GATEWAY_CORE : undefined,
      keys: { ...keys, tokenJwks: TOKEN_JWKS },
      redisUrl: REDIS_URL,
    },
    recorded: placeBehind(port, 'recorded', Object.keys(origins)),
    live: placeBehind(port, 'real', Object.keys(origins)),
    fetchesSoFar: () => fetchesAt(port),
    share(cores) {
      if (canPin()) for (const pid of [process.pid, recorder.pid]) pin(cores === 'all' ? ALL_CORES : OTHER_CORE, pid);
    },
    async stop() {
      await recorder.stop();
      await stack.stop();
    },
  };
}

/** Our supergraph with its subgraphs behind one port. */
function placeBehind(port: number, mode: string, names: readonly string[]): Place {
  const subgraphUrls = Object.fromEntries(
    names.map((name) => [name, `http://127.0.0.1:${port}/${mode}/${name}/graphql`]),
  );
  const supergraphFile = path.join(runFolder, `${mode}.graphql`);
  const text = supergraphSdl().replaceAll(
    /(@join__graph\(name: "(\w+)", url: ")[^"]*/g,
    (_, before: string, name: string) => `${before}${subgraphUrls[name]}`,
  );
  writeFileSync(supergraphFile, text);
  return { name: mode, supergraphFile, subgraphUrls };
}

/** A second stack on the data of the first, everything in one process: subgraphs and gateway. */
export async function openTogether({ environment }: Stack): Promise<Stack> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'bench-together-'));
  const shared = Object.entries(environment).filter(([name]) =>
    /(_PRIVATE_KEY|_JWKS|_DATABASE_URL|^REDIS_URL|^SANDBOX_(API_KEY|WEBHOOK_SECRET))$/.test(name),
  );
  const given = { ...Object.fromEntries(shared), ...LIMITS };
  const stack = await startStack({ mounting: 'together', ports: 'free', seed: false, dataDir, given });
  return {
    ...stack,
    async stop() {
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
