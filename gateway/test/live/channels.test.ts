import { pino } from 'pino';
import { type Channels, openChannels } from '../../src/live/channels.ts';
import { soon, until } from './reading.ts';
import { REDIS_URL } from './world.ts';

let channels: Channels;
beforeEach(() => {
  channels = openChannels(REDIS_URL, pino({ level: 'silent' }));
});
afterEach(() => channels.close());

/** Does nothing else for so long, as a process that lets a thousand clients in. */
function busy(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

it('a process that was busy when Redis answered in time does not believe that it missed anything', async () => {
  const first = { announced: () => {}, missed: () => {} };
  await soon(channels.attach('warm', first), 'a first topic');
  let misses = 0;
  const listener = { announced: () => {}, missed: () => misses++ };
  const attached = channels.attach('busy', listener);
  busy(1_200);
  await soon(attached, 'the topic');
  const next = channels.attach('after', first);
  await soon(next, 'another topic');
  expect(misses).toBe(0);
});

it('holds a channel for as long as somebody listens', async () => {
  const listener = { announced: () => {}, missed: () => {} };
  await soon(channels.attach('held', listener), 'the topic');
  expect(channels.size()).toBe(1);
  channels.detach('held', listener);
  await until(() => channels.size() === 0, 'the last one leaving');
});
