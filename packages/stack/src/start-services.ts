import path from 'node:path';
import { type Environment, environmentFor } from './environment.ts';
import type { RunStep } from './progress.ts';
import { partFolders, runningRecord } from './running.ts';
import { type Mounting, type Ports, type ServiceName, servicesOf } from './services.ts';
import { type Supervised, supervise } from './supervisor.ts';

/** The processes of a running stack. */
export type Processes = {
  names: readonly ServiceName[];
  pid(name: ServiceName): number | undefined;
  /** Sends a signal; a process that dies of it is started again. */
  kill(name: ServiceName, signal: NodeJS.Signals): void;
};

/** What the services of a stack are started with. */
export type ServicesOptions = {
  dataDir: string;
  mounting: Mounting;
  ports: Ports;
  environment: Environment;
  given: NodeJS.ProcessEnv;
  step: RunStep;
  onEvent(sentence: string, fatal: boolean): void;
  signal: AbortSignal | undefined;
};

/** Starts the processes of a mounting at once and answers when each is ready; when one is not, all are ended. */
export const startServices = async (
  options: ServicesOptions,
): Promise<{ processes: Processes; stop(): Promise<void> }> => {
  const { dataDir, mounting, environment, onEvent } = options;
  const record = runningRecord(dataDir);
  const running = new Map<ServiceName, Supervised>();
  const stop = async () => {
    // The door first, so that what is under way behind it can be finished.
    await running.get('gateway')?.stop();
    await Promise.all([...running.values()].map((each) => each.stop()));
    record.clear();
  };
  const outside = outsideVariables(options);
  const startOne = async (service: ReturnType<typeof servicesOf>[number]) => {
    const supervised = await supervise({
      service,
      signal: options.signal,
      environment: { ...outside, ...environmentFor(service.name, mounting, environment) },
      logFile: path.join(partFolders(dataDir).logs, `${service.name}.log`),
      onPid: (pid) => record.note(service.name, pid),
      onRestart: (sentence) => onEvent(sentence, false),
    });
    running.set(service.name, supervised);
  };

  const services = servicesOf(mounting, options.ports);
  const note = () => services.map(({ name }) => name).join(', ');
  await options.step(
    `Services`,
    () => allOrNone(services.map(startOne), stop),
    mounting === 'split' ? undefined : note,
  );
  return {
    processes: {
      names: services.map(({ name }) => name),
      pid: (name) => running.get(name)?.pid(),
      kill: (name, signal) => running.get(name)?.kill(signal),
    },
    stop,
  };
};

const allOrNone = async (starts: Promise<void>[], stop: () => Promise<void>): Promise<void> => {
  const failed = (await Promise.allSettled(starts)).find((each) => each.status === 'rejected');
  if (!failed) return;
  await stop();
  throw failed.reason;
};

/** What the surroundings say beside our own variables; a database's address or a key reaches nobody it is not meant for. */
const outsideVariables = ({ environment, given }: ServicesOptions): Environment =>
  Object.fromEntries(
    Object.entries({ ...process.env, ...given }).flatMap(([name, value]) =>
      value === undefined || name in environment || OURS_ALONE.test(name) ? [] : [[name, value]],
    ),
  );

const OURS_ALONE = /^(DATABASE_URL|JEST_WORKER_ID|TEST_\w+|\w+_(PRIVATE_KEY|DATABASE_URL))$/;
