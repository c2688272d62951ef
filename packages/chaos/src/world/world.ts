import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '@app/stack/build';
import { type Databases, databasesOn, migrateAll } from '@app/stack/databases';
import { type Environment, environmentFor, environmentOf } from '@app/stack/environment';
import { keysIn } from '@app/stack/keys';
import { freePort } from '@app/stack/ports';
import { seed } from '@app/stack/seed';
import { freePorts, type ServiceName, servicesOf } from '@app/stack/services';
import { type Supervised, supervise } from '@app/stack/supervisor';
import { type Control, openControl } from './control.ts';
import { type KillablePostgres, openPostgres } from './postgres.ts';
import { type KillableRedis, openRedis } from './redis.ts';
import { detours, type Links, linkOf, openLinks } from './routes.ts';
import { settingsFor, type Terms } from './terms.ts';

/** The whole product in processes of its own, every one of which can be killed, and every connection hurt. */
export interface World {
  readonly services: ReadonlyMap<ServiceName, Supervised>;
  readonly postgres: KillablePostgres;
  readonly redis: KillableRedis;
  readonly links: Links;
  readonly control: Control;
  /** Where each domain's database really is. */
  readonly databases: Databases;
  /** Where clients find the gateway, over a link that can be hurt. */
  readonly gatewayUrl: string;
  readonly providerFile: string;
  readonly logs: string;
  stop(): Promise<void>;
  /** Ends everything now and without waiting, for when this process ends early. */
  abandon(): void;
}

const AT_ONCE = 3;

const PRELOAD = fileURLToPath(new URL('../preload/child.mjs', import.meta.url));

/** Starts a world in a folder of its own, with PostgreSQL and Redis of its own. */
export async function openWorld(folder: string, terms: Terms): Promise<World> {
  mkdirSync(folder, { recursive: true });
  await build();
  const control = openControl(folder);
  const [postgres, redis] = await Promise.all([
    openPostgres(path.join(folder, 'postgres'), await freePort()),
    openRedis(path.join(folder, 'redis'), await freePort()),
  ]);
  const databases = databasesOn(postgres.url, {});
  await migrateAll(databases);
  const ports = await freePorts();
  const links = await openLinks({ ports, postgresPort: postgres.port, redisPort: redis.port });
  const environment = environmentOf({
    keys: keysIn(folder),
    databases,
    redisUrl: `redis://127.0.0.1:${redis.port}`,
    ports,
    mounting: 'split',
    workers: 1,
    dataDir: folder,
  });
  await seed(environment, { dataDir: folder, given: {}, migrated: true });
  const services = new Map<ServiceName, Supervised>();
  const abandon = (): void => {
    for (const each of services.values()) each.kill('SIGKILL');
    redis.abandon();
    postgres.abandon();
  };
  const stop = async (): Promise<void> => {
    await Promise.all([...services.values()].map((each) => each.stop()));
    await Promise.all([...links.values()].map((link) => link.close()));
    await Promise.all([postgres.stop(), redis.stop()]);
  };
  try {
    const start = startIn({
      folder,
      environment: { ...environment, ...settingsFor(terms) },
      links,
      databases,
      control,
    });
    // A few at a time: a process that shares two cores with eight others is not ready in time. The gateway, which waits
    // for the others, comes last.
    const waiting = servicesOf('split', ports).reverse();
    for (let few = waiting.splice(0, AT_ONCE); few.length > 0; few = waiting.splice(0, AT_ONCE)) {
      const started = await Promise.allSettled(few.map(start));
      for (const each of started) if (each.status === 'fulfilled') services.set(each.value.name, each.value);
      for (const each of started) if (each.status === 'rejected') throw each.reason;
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    services,
    postgres,
    redis,
    links,
    control,
    databases,
    gatewayUrl: `http://127.0.0.1:${linkOf(links, 'clients', 'gateway').port}`,
    providerFile: path.join(folder, 'sandbox-provider', 'sandbox-provider.jsonl'),
    logs: path.join(folder, 'logs'),
    stop,
    abandon,
  };
}

interface Setting {
  readonly folder: string;
  readonly environment: Environment;
  readonly links: Links;
  readonly databases: Databases;
  readonly control: Control;
}

const startIn =
  ({ folder, environment, links, databases, control }: Setting) =>
  (service: ReturnType<typeof servicesOf>[number]): Promise<Supervised> =>
    supervise({
      service,
      environment: {
        ...surroundings(),
        ...environmentFor(service.name, 'split', environment),
        ...detours(service.name, links, databases),
        NODE_OPTIONS: `${environment.NODE_OPTIONS ?? ''} --import=${PRELOAD}`,
        CHAOS_CONTROL: control.controlFile,
        CHAOS_REPORT: control.reportFile,
        CHAOS_NAME: service.name,
      },
      logFile: path.join(folder, 'logs', `${service.name}.log`),
      signal: undefined,
      longestPauseMs: 1_000,
      onPid: () => undefined,
      onRestart: () => undefined,
    });

/** What a process needs of ours; nothing of a test runner's. */
const surroundings = (): Environment => {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}) };
};
