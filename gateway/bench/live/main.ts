// npm run bench:live: subscriptions on our gateway, on our gateway with nothing to share, and on a peer. docs/live-performance.md
// says what is measured and how.

import path from 'node:path';
import { startRedis } from '@app/stack/redis';
import { claims, jwksOf, pair, sign } from '../../test/world/keys.ts';
import type { Ground } from '../gateways/contender.ts';
import { emptyRunFolder, runFolder } from '../run/folder.ts';
import { canPin, GATEWAY_CORE } from '../run/pinning.ts';
import { freePort } from '../run/ports.ts';
import { userOf } from '../worlds/sessions.ts';
import { contenders, type LiveContender } from './contenders.ts';
import { openField, type Trial } from './field.ts';
import { type Options, readOptions, usage } from './options.ts';
import { type Flow, fetchesFor, flow, type Idle, idle, storm } from './phases.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

const flowText = ({ p50, p99, heard, expected, cpuSeconds, fetchesEach }: Flow): string =>
  `p50 ${p50} ms, p99 ${p99} ms, ${heard} of ${expected} told, ${cpuSeconds.toFixed(1)} CPU s, ${fetchesEach.toFixed(2)} fetches an event`;

const idleText = ({ resident, heap }: Idle): string =>
  `${heap === undefined ? '' : `${heap.toFixed(1)} KB held, `}${resident.toFixed(1)} KB resident a subscription`;

/** What is measured of each contender, a line each. A phase that fails says so and the next one begins. */
const phasesOf = (sizes: Options): readonly (readonly [string, (trial: Trial) => Promise<string>])[] => [
  [`memory, ${sizes.idle} idle`, async (trial) => idleText(await idle(trial, sizes.idle))],
  [`memory, ${sizes.idle} idle, each signed in`, async (trial) => idleText(await idle(trial, sizes.idle, true))],
  ...sizes.counted.map(
    (count) =>
      [
        `fetches, ${count} watchers`,
        async (trial: Trial) => `${(await fetchesFor(trial, count)).toFixed(1)} an event`,
      ] as const,
  ),
  [
    `${sizes.watchers} watchers of one order, 10 events/s`,
    async (trial) =>
      flowText(await flow(trial, { watchers: sizes.watchers, orders: 1, perSecond: 10, seconds: sizes.seconds })),
  ],
  [
    `${sizes.orders} orders with one watcher each, ${sizes.orders} events/s`,
    async (trial) =>
      flowText(
        await flow(trial, {
          watchers: sizes.orders,
          orders: sizes.orders,
          perSecond: sizes.orders,
          seconds: sizes.seconds,
        }),
      ),
  ],
  ...sizes.reports.map(
    (perSecond) =>
      [
        `${perSecond} positions/s, ${sizes.orders} orders with one watcher each`,
        async (trial: Trial) =>
          flowText(
            await flow(trial, {
              watchers: sizes.orders,
              orders: sizes.orders,
              perSecond,
              seconds: sizes.seconds,
              kind: 'LOCATION',
            }),
          ),
      ] as const,
  ),
  [`storm of ${sizes.storm} sockets`, async (trial) => `all resumed in ${await storm(trial, sizes.storm)} ms`],
];

async function measure(
  contender: LiveContender,
  { field, ground, options, signIn }: Pick<Trial, 'field' | 'signIn'> & { ground: Ground; options: Options },
): Promise<void> {
  say(`\n${contender.title}`);
  for (const [title, phase] of phasesOf(options)) {
    if (contender.skips?.test(title) || !title.includes(options.lines)) continue;
    // Each phase meets a gateway that has done nothing before: what one leaves behind is not the next one's.
    const running = await contender.start(field.place, ground).catch((error: Error) => error);
    if (running instanceof Error) {
      say(`  absent: ${running.message}`);
      return;
    }
    const trial: Trial = { field, signIn, running, url: contender.socketUrl(running), each: contender.each };
    const text = await phase(trial).catch((error: Error) => `failed: ${error.message}`);
    say(`  ${title.padEnd(52)} ${text}`);
    await running.child.stop();
  }
}

async function run(options: Options): Promise<void> {
  emptyRunFolder();
  const redis = await startRedis({ dataDir: path.join(runFolder, 'redis'), port: await freePort(), durable: false });
  const [clients, gateway] = [pair('tok-1'), pair('gateway-1')];
  const ground: Ground = {
    core: canPin() ? GATEWAY_CORE : undefined,
    keys: { tokenJwks: jwksOf(clients), serviceJwks: jwksOf(gateway), servicePrivateKey: gateway.pem },
    redisUrl: redis.url,
  };
  const field = await openField(redis.url);
  let users = 0;
  const signIn = () => {
    users += 1;
    return sign(clients, claims({ sub: userOf(`ses_${users}`), sid: `ses_${users}` }));
  };
  try {
    for (const contender of contenders)
      if (options.only.length === 0 || options.only.includes(contender.name))
        await measure(contender, { field, ground, options, signIn });
  } finally {
    await field.stop();
    await redis.stop();
  }
}

try {
  await run(readOptions(process.argv.slice(2)));
  process.exit(0);
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  say(usage);
  process.exit(1);
}
