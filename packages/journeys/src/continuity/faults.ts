import { setTimeout as pause } from 'node:timers/promises';
import type { Follower } from './follower.ts';
import type { Gateway } from './gateways.ts';
import type { Plan } from './plan.ts';
import type { MortalRedis } from './redis.ts';

/** Whom faults meet. */
export interface Victims {
  readonly followers: readonly Follower[];
  readonly gateways: readonly Gateway[];
  readonly redis: MortalRedis;
  say(line: string): void;
}

/** Everything that goes wrong beside the cut sockets, spread over the time in which steps are made. */
export async function faults(plan: Plan, { followers, gateways, redis, say }: Victims): Promise<void> {
  const during = (plan.steps / plan.stepsPerSecond) * 1_000;
  const count = { gateway: 0, redis: 0, flush: 0 };
  const spread = async (times: number, work: (n: number) => unknown) => {
    for (let n = 0; n < times; n++) {
      await pause(during / (times + 1));
      await work(n);
    }
  };
  await Promise.all([
    spread(plan.gatewayKills, (n) => {
      gateways[n % gateways.length]?.kill();
      count.gateway += 1;
    }),
    spread(plan.redisKills, async () => {
      await redis.kill();
      count.redis += 1;
    }),
    spread(plan.redisFlushes, async () => {
      await redis.flush();
      count.flush += 1;
    }),
    spread(1, () => {
      for (const [n, follower] of followers.entries()) if (n % 10 === 0) follower.sleep(plan.sleep);
    }),
  ]);
  say(`gateways killed ${count.gateway} times, Redis killed ${count.redis} times and flushed ${count.flush} times`);
}
