import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { usageOf } from '../run/usage.ts';
import { type Client, type OnStep, watchAll } from './clients.ts';
import type { Field, LiveRunning, Trial } from './field.ts';
import { type Spread, spreadOf } from './spread.ts';

let places = 0;
/** Ids that no phase used before. */
const freshOrders = (count: number): string[] => {
  places += 1;
  return Array.from({ length: count }, (_, n) => `ord_${places}_${n}`);
};
const nothing: OnStep = () => undefined;
const SETTLE_MS = 2_000;

interface Watched {
  readonly count: number;
  readonly orderIds: readonly string[];
  readonly signedIn?: boolean;
  readonly onStep?: OnStep;
}

/** Watchers of these orders in turn. */
const watchers = (
  { url, each, signIn }: Trial,
  { count, orderIds, signedIn, onStep = nothing }: Watched,
): Promise<Client[]> =>
  watchAll(count, (n) => ({
    url,
    orderId: String(orderIds[n % orderIds.length]),
    mark: each ? String(n) : undefined,
    token: signedIn ? signIn() : undefined,
    onStep,
  }));

async function leave(clients: readonly Client[]): Promise<void> {
  for (const client of clients) client.cut();
  await pause(SETTLE_MS);
}

/** Megabytes a gateway has: resident, and where it can tell, what is left of its heap without garbage. */
interface Held {
  readonly resident: number;
  readonly heap: number | undefined;
}

async function heldBy({ running }: Trial): Promise<Held> {
  await pause(SETTLE_MS);
  const heap = running.tellsHeap ? await heapOf(running) : undefined;
  return { resident: usageOf(running.child.pid).megabytes, heap };
}

const COLLECTING_MS = 30_000;

async function heapOf({ child, logFile }: LiveRunning): Promise<number> {
  const before = readFileSync(logFile, 'utf8').length;
  const told = () => readFileSync(logFile, 'utf8').slice(before);
  child.signal('SIGUSR1');
  for (const end = Date.now() + COLLECTING_MS; !told().endsWith('}\n') && Date.now() < end; ) await pause(100);
  const { heapUsed, external } = JSON.parse(told().trimEnd().split('\n').at(-1) ?? '') as NodeJS.MemoryUsage;
  return (heapUsed + external) / 1_048_576;
}

/** Kilobytes that a subscription takes which only waits. */
export interface Idle {
  readonly resident: number;
  readonly heap: number | undefined;
}

/** Measures it with many, each on a socket of its own and of an order of its own. */
export async function idle(trial: Trial, count: number, signedIn = false): Promise<Idle> {
  await leave(await watchers(trial, { count: Math.min(count, 200), orderIds: freshOrders(200), signedIn }));
  const before = await heldBy(trial);
  const clients = await watchers(trial, { count, orderIds: freshOrders(count), signedIn });
  const after = await heldBy(trial);
  await leave(clients);
  const each = (one: number, other: number) => ((other - one) * 1_024) / count;
  const heap = before.heap === undefined || after.heap === undefined ? undefined : each(before.heap, after.heap);
  return { resident: each(before.resident, after.resident), heap };
}

/** What came of a stream of steps. */
export interface Flow extends Spread {
  readonly expected: number;
  readonly cpuSeconds: number;
  readonly fetchesEach: number;
}

/** A stream of steps: how many a second, over how many orders, told to how many watchers. */
export interface Load {
  readonly watchers: number;
  readonly orders: number;
  readonly perSecond: number;
  readonly seconds: number;
  readonly kind?: 'STATUS' | 'LOCATION';
}

const BATCH_MS = 50;
const REST_MS = 3_000;

/** A process that has just started compiles what it runs often: not measured. */
const WARM_SECONDS = 3;

interface Stream {
  readonly orderIds: readonly string[];
  readonly perSecond: number;
  readonly seconds: number;
  readonly kind: Load['kind'];
}

/** Makes steps at a steady pace, orders in turn; answers how many. */
async function steps(field: Field, { orderIds, perSecond, seconds, kind }: Stream): Promise<number> {
  let made = 0;
  const begun = Date.now();
  while (Date.now() - begun < seconds * 1_000) {
    const due = Math.floor(((Date.now() - begun + BATCH_MS) / 1_000) * perSecond) - made;
    const some = Array.from({ length: Math.max(0, due) }, (_, n) => String(orderIds[(made + n) % orderIds.length]));
    if (due > 0) await field.emit(some, kind);
    made += some.length;
    await pause(BATCH_MS);
  }
  return made;
}

/** Measures how old steps are when clients have them. */
export async function flow(trial: Trial, { watchers: count, orders, perSecond, seconds, kind }: Load): Promise<Flow> {
  const orderIds = freshOrders(orders);
  const ages: number[] = [];
  let measuring = false;
  const onStep: OnStep = ({ ageMs, kind: told }) => void (measuring && told !== 'SNAPSHOT' && ages.push(ageMs));
  const clients = await watchers(trial, { count, orderIds, onStep });
  await pause(SETTLE_MS);
  const { field } = trial;
  await steps(field, { orderIds, perSecond, seconds: WARM_SECONDS, kind });
  await pause(SETTLE_MS);
  measuring = true;
  const [before, asked] = [usageOf(trial.running.child.pid), await trial.field.asked()];
  const made = await steps(field, { orderIds, perSecond, seconds, kind });
  const expected = made * (count / orders);
  for (const end = Date.now() + REST_MS; ages.length < expected && Date.now() < end; ) await pause(BATCH_MS);
  const after = usageOf(trial.running.child.pid);
  const fetchesEach = ((await trial.field.asked()) - asked) / made;
  await leave(clients);
  return { ...spreadOf(ages), expected, cpuSeconds: after.cpuSeconds - before.cpuSeconds, fetchesEach };
}

const EVENTS = 5;

/** Questions to subgraphs for one event with so many watchers. */
export async function fetchesFor(trial: Trial, count: number): Promise<number> {
  const orderIds = freshOrders(1);
  const clients = await watchers(trial, { count, orderIds });
  await pause(SETTLE_MS);
  const before = await trial.field.asked();
  for (let n = 0; n < EVENTS; n++) {
    await trial.field.emit(orderIds);
    await pause(SETTLE_MS / EVENTS);
  }
  await pause(SETTLE_MS);
  const after = await trial.field.asked();
  await leave(clients);
  return (after - before) / EVENTS;
}

/** Milliseconds until as many sockets as were cut at once have come back and been told what they missed. */
export async function storm(trial: Trial, count: number): Promise<number> {
  const orderIds = freshOrders(count);
  const before = await watchers(trial, { count, orderIds });
  await trial.field.emit(orderIds);
  await pause(SETTLE_MS);
  const cursors = before.map((client) => client.cursor());
  for (const client of before) client.cut();
  await trial.field.emit(orderIds);
  const begun = Date.now();
  const { url, each } = trial;
  const told = await watchAll(
    count,
    (n) => ({
      url,
      orderId: String(orderIds[n]),
      mark: each ? String(n) : undefined,
      after: cursors[n],
      onStep: nothing,
    }),
    count,
  );
  const took = Date.now() - begun;
  await leave(told);
  return took;
}
