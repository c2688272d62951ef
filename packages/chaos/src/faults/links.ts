import { connect } from 'node:net';
import { pause } from '../pause.ts';
import type { Link } from '../proxy/link.ts';
import { pickWeighted, type Random } from '../random.ts';
import type { World } from '../world/world.ts';
import type { Tally } from './tally.ts';

/** What faults are done with. */
export interface Injection {
  readonly world: World;
  readonly random: Random;
  readonly tally: Tally;
  /** Ends the time of faults. */
  readonly signal: AbortSignal;
}

/** Links that matter more to orders and money come up more often. */
const weightOf = ({ route: { from, to } }: Link): number => {
  if (to === 'postgres' || to === 'redis') return 3;
  if (from === 'clients' || to === 'sandbox-provider' || from === 'sandbox-provider') return 5;
  if (from === 'gateway') return 2;
  return from === 'orders' ? 4 : 0.1;
};

const KINDS = [
  ['delayed', 4],
  ['black hole', 2],
  ['reset', 3],
  ['answer lost after commit', 5],
  ['half open', 1],
] as const;
/** A black hole outlives most timeouts, and what is half open all of them; who is refused comes again at once, so that takes less. */
const LONGEST_MS = {
  delayed: 2_500,
  'black hole': 7_000,
  reset: 1_500,
  'answer lost after commit': 2_500,
  'half open': 35_000,
};

/** Hurts one link in one way for a while, then heals it. */
export async function hurtLink({ world, random, tally, signal }: Injection): Promise<void> {
  const link = pickWeighted(
    random,
    [...world.links.values()].map((each) => [each, weightOf(each)] as const),
  );
  const kind = pickWeighted(random, KINDS);
  const lastsMs = random.between(200, LONGEST_MS[kind]);
  const before = link.lost();
  if (kind === 'delayed') link.delay(random.between(20, 900));
  else if (kind === 'black hole') link.blackHole();
  else if (kind === 'reset') link.reset();
  else if (kind === 'half open') link.halfOpen(random.pick(['caller', 'callee', 'nobody']));
  else link.loseAnswers(random.between(1, 3));
  if (kind !== 'answer lost after commit') tally.count(`link: ${kind}`);
  await pause(lastsMs, signal);
  link.heal(random.chance(0.5));
  if (kind === 'answer lost after commit') tally.count(`link: ${kind}`, link.lost() - before);
}

/** Sends webhooks again that went through before: at once, and in another order. */
export async function repeatWebhooks({ world, random, tally, signal }: Injection): Promise<void> {
  const link = world.links.get('sandbox-provider>payments');
  if (!link || link.requests.length === 0) return;
  for (let left = random.between(1, 6); left > 0 && !signal.aborted; left--) {
    const request = random.pick(link.requests);
    const socket = connect({ port: link.route.port, host: '127.0.0.1' }, () => socket.end(request));
    socket.on('error', () => undefined);
    socket.resume();
    tally.count('webhook: sent again, out of order');
    await pause(random.between(0, 400), signal);
  }
}
