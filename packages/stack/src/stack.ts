import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.ts';
import { maxConnectionsFor } from './connections.ts';
import { migrateAll, refuseUnreachable } from './databases.ts';
import { type Environment, environmentOf } from './environment.ts';
import { messageOf } from './failure.ts';
import { keysIn } from './keys.ts';
import { ownParts, throwAwayParts } from './parts.ts';
import { type OnProgress, stepsTold } from './progress.ts';
import { endOrphans, partFolders } from './running.ts';
import { seed } from './seed.ts';
import {
  freePorts,
  listening,
  type Mounting,
  type Ports,
  portsFrom,
  refuseBusyPorts,
  type ServiceName,
} from './services.ts';
import { type Processes, startServices } from './start-services.ts';

/** What to start. */
export type StackOptions = {
  /** Where data stay. Without it, a throw-away stack: databases of its own on the test PostgreSQL, a Redis of its own. */
  dataDir?: string;
  /** Any free ports, or these; else what `given` says. */
  ports?: 'free' | Ports;
  mounting: Mounting;
  /** Processes of the gateway that share its port; 1 when not said. Mounted together, each holds every subgraph. */
  workers?: number;
  /** Whether the demo data are put in. */
  seed: boolean;
  onProgress?: OnProgress;
  /** Variables that win over what would be made here: databases, REDIS_URL, ports, keys, limits. */
  given?: NodeJS.ProcessEnv;
  /** Told in a sentence about what happens after the start; fatal is a database or Redis of ours that ended. */
  onEvent?: (sentence: string, fatal: boolean) => void;
  /** Calls a start off: what has begun is taken back. */
  signal?: AbortSignal;
};

/** A whole product that answers. */
export type Stack = {
  gatewayUrl: string;
  /** Where each service is; mounted together, only those with a port of their own. */
  urls: Partial<Record<ServiceName, string>>;
  environment: Environment;
  /** The folder with a log for each process. */
  logs: string;
  processes: Processes;
  stop(): Promise<void>;
};

type Undo = (() => Promise<void> | void)[];

/** Starts everything, in order, and answers once all of it is ready. A start that fails leaves nothing running. */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const undo: Undo = [];
  try {
    return await start(options, undo);
  } catch (error) {
    await unwind(undo);
    throw error;
  }
};

const start = async (options: StackOptions, undo: Undo): Promise<Stack> => {
  const { mounting, workers = 1, given = {}, onProgress = () => undefined, onEvent = () => undefined } = options;
  const step = stepsTold(onProgress, options.signal);
  const dataDir = options.dataDir ?? throwAwayFolder(undo);
  const { logs } = partFolders(dataDir);
  mkdirSync(dataDir, { recursive: true });
  await endOrphans(dataDir);
  rmSync(logs, { recursive: true, force: true });

  const ports = options.ports === 'free' ? await freePorts() : (options.ports ?? portsFrom(given));
  await refuseBusyPorts(mounting, ports);
  await refuseUnreachable(given);
  const open = options.dataDir === undefined ? throwAwayParts : ownParts;
  const maxConnections = maxConnectionsFor(workers, mounting);
  const parts = await open({ dataDir, given, maxConnections, step, onEnd: (sentence) => onEvent(sentence, true) });
  undo.push(parts.stop);

  const { databases, redisUrl } = parts;
  await step('Built code', build, (files) => (files.length > 0 ? 'written' : 'current'));
  const migrated = await step(
    'Migrations',
    () => migrateAll(databases),
    (names) => (names.length > 0 ? `applied to ${names.length}` : 'nothing new'),
  );
  const environment = environmentOf({
    keys: keysIn(dataDir),
    databases,
    redisUrl,
    ports,
    mounting,
    workers,
    dataDir,
    given,
  });
  const noteOfSeed = (written: boolean) => (written ? 'written' : 'there already');
  if (options.seed)
    await step('Demo data', () => seed(environment, { dataDir, given, migrated: migrated.length > 0 }), noteOfSeed);

  const services = await startServices({
    dataDir,
    mounting,
    ports,
    environment,
    given,
    step,
    onEvent,
    signal: options.signal,
  });
  undo.push(services.stop);
  return {
    gatewayUrl: `http://localhost:${ports.gateway}`,
    urls: Object.fromEntries(listening(mounting).map((name) => [name, `http://127.0.0.1:${ports[name]}`])),
    environment,
    logs,
    processes: services.processes,
    stop: () => unwind(undo),
  };
};

const throwAwayFolder = (undo: Undo): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'stack-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Takes back what was done, the latest first; one thing that cannot be taken back does not keep the others. */
const unwind = async (undo: Undo): Promise<void> => {
  for (let step = undo.pop(); step; step = undo.pop()) {
    try {
      await step();
    } catch (error) {
      process.stderr.write(`${messageOf(error)}\n`);
    }
  }
};
