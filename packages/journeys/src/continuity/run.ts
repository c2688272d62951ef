import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inRepository } from '@app/stack/paths';
import { type Stack, startStack } from '@app/stack/stack';
import { gatewayProgram } from './breaks.ts';
import { type Customer, newCustomer } from './customers.ts';
import { faults } from './faults.ts';
import { type Follower, follow } from './follower.ts';
import { type Gateway, startGateway } from './gateways.ts';
import type { Plan } from './plan.ts';
import { type MortalRedis, startMortalRedis } from './redis.ts';
import { openSteps, type Steps } from './steps.ts';
import { sumOf, type Verdict, verdictOf } from './verdict.ts';

/** What a run came to. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly steps: number;
  readonly connections: number;
  /** Milliseconds from the first step to when everybody had heard the last. */
  readonly took: number;
}

type Say = (line: string) => void;

const LIMITS = {
  LIMIT_USER_PER_MINUTE: '100000000',
  LIMIT_IP_PER_MINUTE: '100000000',
  // Whoever waits on a machine that is busy with all this should be answered all the same.
  LIMIT_REQUEST_MS: '30000',
  LOG_LEVEL: 'error',
};

/** Runs a plan on a stack of its own, and compares what clients heard with what the orders' log says. */
export async function runContinuity(plan: Plan, say: Say = () => undefined): Promise<Outcome> {
  // Inside of the repository: a broken copy of the gateway finds its packages from there.
  mkdirSync(inRepository('.data'), { recursive: true });
  const folder = mkdtempSync(inRepository('.data', 'continuity-'));
  const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const redis = await startMortalRedis(path.join(folder, 'redis'));
    closing.unshift(redis.stop);
    const given = { ...LIMITS, REDIS_URL: redis.url, USERS_ACCESS_TOKEN_SECONDS: String(plan.tokenSeconds) };
    const mounting = plan.gateways > 0 ? 'split' : 'together';
    const stack = await startStack({ mounting, ports: 'free', seed: true, given });
    closing.unshift(stack.stop);
    const steps = openSteps(stack.environment);
    closing.unshift(steps.stop);
    const gateways = plan.gateways > 0 ? await ownGateways(plan, stack, folder) : [theGateway(stack)];
    closing.unshift(() => Promise.all(gateways.map((each) => each.stop())));
    say(`stack and ${gateways.length} gateway(s) are up`);
    const customers: Customer[] = [];
    for (let n = 0; n < plan.orders; n++) customers.push(await newCustomer(stack.gatewayUrl, n, plan.tokenSeconds));
    closing.unshift(() => customers.forEach((each) => void each.stop()));
    say(`${customers.length} orders are placed`);
    return await followed({ plan, customers, gateways, redis, steps, say, closing });
  } finally {
    for (const close of closing) await close();
  }
}

/** Gateways beside the stack's own, which then only takes commands. */
const ownGateways = async (plan: Plan, { environment }: Stack, folder: string): Promise<Gateway[]> => {
  const program = gatewayProgram(plan.without, folder);
  const given = { ...environment, ...LIMITS };
  return Promise.all(
    Array.from({ length: plan.gateways }, (_, n) =>
      startGateway({ program, environment: given, folder, name: `gateway-${n}` }),
    ),
  );
};

/** The stack's own; its supervision starts it again. */
const theGateway = ({ gatewayUrl, processes }: Stack): Gateway => ({
  url: gatewayUrl,
  kill: () => processes.kill('gateway', 'SIGKILL'),
  stop: async () => undefined,
});

interface Parts {
  readonly plan: Plan;
  readonly customers: readonly Customer[];
  readonly gateways: readonly Gateway[];
  readonly redis: MortalRedis;
  readonly steps: Steps;
  readonly say: Say;
  readonly closing: (() => unknown)[];
}

async function followed({ plan, customers, gateways, redis, steps, say, closing }: Parts): Promise<Outcome> {
  const any = <T>(of: readonly T[]): T => of[Math.floor(Math.random() * of.length)] as T;
  const followers = Array.from({ length: plan.clients }, (_, n) => {
    const { orderId, token } = customers[n % customers.length] as Customer;
    return follow({ orderId, token, gateway: () => any(gateways).url, cutAfter: plan.cutAfter });
  });
  closing.unshift(() => followers.forEach((each) => void each.stop()));
  await until(() => followers.every(({ notes }) => notes.first !== undefined), plan.patience);
  say(`${followers.length} clients follow them`);
  const before = await steps.last();
  const begun = Date.now();
  await steps.unsettle();
  const troubled = faults(plan, { followers, gateways, redis, say });
  await makeSteps(plan, customers, steps);
  await troubled;
  await steps.settle();
  const made = () => steps.last().then((last) => madeOf(last, before));
  await until(async () => (await made()) >= plan.steps, MAKING * plan.patience);
  // What was announced last may have been lost on its way: the next step tells.
  await steps.make(customers.map(({ orderId }) => orderId));
  await until(async () => (await made()) >= plan.steps + customers.length, MAKING * plan.patience);
  say(`${await made()} steps are made; waiting for everybody to hear them`);
  for (const follower of followers) follower.calm();
  const last = await steps.last();
  const lastOf = ({ notes }: Follower) => last.get(notes.orderId) ?? 0;
  await until(() => followers.every((each) => (each.notes.heard.at(-1) ?? 0) >= lastOf(each)), plan.patience);
  return {
    verdict: sumOf(followers.map((each) => verdictOf(each.notes, lastOf(each)))),
    steps: madeOf(last, before),
    connections: followers.reduce((sum, { notes }) => sum + notes.connections, 0),
    took: Date.now() - begun,
  };
}

const madeOf = (after: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>): number =>
  [...after].reduce((sum, [id, last]) => sum + last - (before.get(id) ?? 0), 0);

const BATCHES_PER_SECOND = 4;
/** Making them may take so much longer than hearing them. */
const MAKING = 5;

/** Steps in a steady stream, orders in turn, while their couriers move. */
async function makeSteps(plan: Plan, customers: readonly Customer[], steps: Steps): Promise<void> {
  const each = Math.max(1, Math.round(plan.stepsPerSecond / BATCHES_PER_SECOND));
  for (let made = 0; made < plan.steps; made += each) {
    const count = Math.min(each, plan.steps - made);
    const orderIds = Array.from({ length: count }, (_, n) => String(customers[(made + n) % customers.length]?.orderId));
    await Promise.all([steps.make(orderIds), steps.move(orderIds), pause(1_000 / BATCHES_PER_SECOND)]);
  }
}

/** Waits until it holds, at most so long; what is missing then shows in the verdict. */
async function until(holds: () => boolean | Promise<boolean>, ms: number): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end && !(await holds()); ) await pause(200);
}
