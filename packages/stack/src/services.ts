import { builtOf } from './build.ts';
import { type Domain, domains } from './domains.ts';
import { StartFailure } from './failure.ts';
import { freePort, isPortBusy } from './ports.ts';

/** Two ways of running the same code: subgraphs inside the gateway's process, or each in its own. */
export type Mounting = 'together' | 'split';

/** Everything that has a port. */
export type ServiceName = 'gateway' | Domain | 'sandbox-provider';

/** The port of every service. */
export type Ports = Readonly<Record<ServiceName, number>>;

/** A process to run: the JavaScript it is started with, and what answers 200 once it is ready. */
export type Service = { name: ServiceName; script: string; readyUrl: string };

/** The services in the order of their ports. */
export const serviceNames: readonly ServiceName[] = ['gateway', ...domains, 'sandbox-provider'];

/** The variable that says which port a service listens on. */
export const portVariable = (name: ServiceName): string =>
  name === 'sandbox-provider' ? 'SANDBOX_PROVIDER_PORT' : `${name.toUpperCase()}_PORT`;

/** The program of a service in its own process, as it was written. */
export const scriptOf = (name: ServiceName): string => {
  if (name === 'gateway') return 'gateway/src/main.ts';
  return name === 'sandbox-provider' ? 'packages/sandbox-provider/src/main.ts' : `subgraphs/${name}/src/main.ts`;
};

/** The processes of a mounting. */
export const servicesOf = (mounting: Mounting, ports: Ports): Service[] => {
  const service = (name: ServiceName, script = scriptOf(name)): Service => {
    const health = name === 'sandbox-provider' ? 'live' : 'ready';
    return { name, script: builtOf(script), readyUrl: `http://127.0.0.1:${ports[name]}/health/${health}` };
  };
  if (mounting === 'split') return serviceNames.map((name) => service(name));
  return [service('gateway', 'packages/stack/src/all-in-one.ts'), service('sandbox-provider')];
};

/** The services of a mounting that listen: mounted together, payments still hears the provider on its own port. */
export const listening = (mounting: Mounting): readonly ServiceName[] =>
  mounting === 'split' ? serviceNames : ['gateway', 'payments', 'sandbox-provider'];

// biome-ignore format: a table is read by column
const standardPorts: Ports = {
  gateway: 4000, users: 4001, businesses: 4002, inventory: 4003, payments: 4004, orders: 4005, delivery: 4006,
  ratings: 4007, 'sandbox-provider': 4010,
};

/** The ports that the environment asks for, the standard ones where it does not. */
export const portsFrom = (given: NodeJS.ProcessEnv): Ports =>
  portsBy((name) => {
    const text = given[portVariable(name)];
    if (text === undefined || text === '') return standardPorts[name];
    const port = Number(text);
    if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
    throw new StartFailure(`${portVariable(name)} is "${text}", which is no port: set it to a number from 1 to 65535.`);
  });

/** Ports that nobody uses now, all different. */
export const freePorts = async (): Promise<Ports> => {
  const found = new Map(await Promise.all(serviceNames.map(async (name) => [name, await freePort()] as const)));
  return portsBy((name) => found.get(name) ?? 0);
};

/** Refuses the first port that something else listens on already. */
export const refuseBusyPorts = async (mounting: Mounting, ports: Ports): Promise<void> => {
  for (const name of listening(mounting)) {
    if (await isPortBusy(ports[name]))
      throw new StartFailure(
        `Port ${ports[name]}, which ${name} needs, is used by another program: stop that program, or start with ${portVariable(name)}=<another port>.`,
      );
  }
};

const portsBy = (port: (name: ServiceName) => number): Ports => {
  const ports: Record<ServiceName, number> = { ...standardPorts };
  for (const name of serviceNames) ports[name] = port(name);
  return ports;
};
