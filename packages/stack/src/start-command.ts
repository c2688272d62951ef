import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { hasCode, messageOf, StartFailure } from './failure.ts';
import { generate } from './generate.ts';
import { takeLock } from './lock.ts';
import { defaultDataDir } from './paths.ts';
import { type OnProgress, progressOn, stepsTold } from './progress.ts';
import { type Stack, startStack } from './stack.ts';
import { readArguments, type Wanted } from './start-arguments.ts';
import { welcome } from './welcome.ts';

/** What `npm start` does once the packages are installed: everything from generated code to a graceful end. */
export const startCommand = async (args: string[]): Promise<void> => {
  const wanted = readArguments(args, process.env);
  if ('usage' in wanted) {
    process.stdout.write(wanted.usage);
    process.exit(wanted.exitCode);
  }
  const began = Date.now();
  const dataDir = defaultDataDir();
  const signals = endsOnSignal();
  // A terminal that is closed, or `| head`, must not keep us from stopping in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    const lock = lockOf(dataDir);
    process.once('exit', () => lock.release());
    const onProgress = progressOn(process.stdout);
    const note = (written: string[]) => (written.length > 0 ? 'written' : 'current');
    await stepsTold(onProgress, signals.calledOff)('Generated code', generate, note);
    const stack = await start(wanted, { dataDir, onProgress, signals });
    signals.started(stack);
    process.stdout.write(welcome(stack, (Date.now() - began) / 1000));
  } catch (error) {
    if (signals.calledOff.aborted) process.exit(0);
    process.stderr.write(`\n  ${sentenceOf(error, dataDir)}\n\n`);
    process.exit(1);
  }
};

type Start = { dataDir: string; onProgress: OnProgress; signals: ReturnType<typeof endsOnSignal> };

const start = (wanted: Wanted, { dataDir, onProgress, signals }: Start): Promise<Stack> =>
  startStack({
    dataDir,
    ...wanted,
    given: process.env,
    onProgress,
    onEvent: (sentence, fatal) => {
      process.stderr.write(`  ${sentence}\n`);
      if (fatal) signals.end(1);
    },
    signal: signals.calledOff,
  });

/** One signal ends everything in order: a start is called off, what runs is stopped. Further ones are not needed. */
const endsOnSignal = () => {
  const calledOff = new AbortController();
  let stack: Stack | undefined;
  let ending = false;
  const end = (code: number) => {
    if (ending) return;
    ending = true;
    process.stdout.write('\n  Stopping …\n');
    if (!stack) return calledOff.abort();
    void stack.stop().then(() => {
      process.stdout.write('  Stopped. The data stay for the next start.\n');
      process.exit(code);
    });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
  const started = (running: Stack) => {
    stack = running;
  };
  return { calledOff: calledOff.signal, end, started };
};

const lockOf = (dataDir: string) => {
  const lock = lockIn(dataDir);
  if ('release' in lock) return lock;
  throw new StartFailure(
    `It runs already (process ${lock.heldBy}) on ${dataDir}: use that one, or stop it with Ctrl-C where it was started or \`kill ${lock.heldBy}\`.`,
  );
};

const lockIn = (dataDir: string) => {
  try {
    mkdirSync(dataDir, { recursive: true });
    return takeLock(path.join(dataDir, 'start.lock'));
  } catch (error) {
    if (hasCode(error, 'ENOSPC')) throw error;
    throw new StartFailure(`${dataDir} cannot be written (${messageOf(error)}): set DATA_DIR to a folder of yours.`);
  }
};

/** A sentence for whatever went wrong; what the code did not foresee keeps its own words. */
export const sentenceOf = (error: unknown, dataDir: string): string => {
  const message = messageOf(error);
  if (error instanceof StartFailure) return message;
  if (hasCode(error, 'ENOSPC', '53100') || /ENOSPC|No space left/i.test(message))
    return `The disk of ${dataDir} is full: free some space and start again.`;
  if (hasCode(error, 'EACCES', 'EROFS', 'EPERM'))
    return `${dataDir} cannot be written (${message}): start as its owner, or set DATA_DIR to a folder of yours.`;
  return `The start failed: ${message}`;
};
