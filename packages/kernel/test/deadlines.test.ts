import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { timer } from '../src/timer.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe('deadlines', () => {
  it('run once, in the transaction that removes them, also with two processes', async () => {
    const ran: string[] = [];
    const note = timer({ kind: 'note', handle: async (_work, { subject }) => ran.push(subject) });
    await world.does((work) => work.schedule('note', 'a', new Date(Date.now() - 1)));
    await world.start('ratings', { timers: [note] });
    await world.start('ratings', { timers: [note] });
    await world.until(() => ran.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(ran).toEqual(['a']);
    expect((await world.pool.query('SELECT 1 FROM "Deadline"')).rowCount).toBe(0);
  });

  it('are tried again after a failure, and not run when taken back or set later', async () => {
    const ran: string[] = [];
    let failures = 1;
    const note = timer({
      kind: 'note',
      async handle(_work, { subject }) {
        if (failures-- > 0) throw new Error('not yet');
        ran.push(subject);
      },
    });
    await world.does((work) => {
      work.schedule('note', 'a', new Date(Date.now() - 1));
      work.schedule('note', 'later', new Date(Date.now() + 60_000));
      work.schedule('note', 'gone', new Date(Date.now() + 500));
    });
    await world.does((work) => work.unschedule('note', 'gone'));
    await world.start('ratings', { timers: [note] });
    await world.until(() => ran.length === 1);
    expect(ran).toEqual(['a']);
  });

  it('keep a job that was set anew while it ran', async () => {
    const ran: number[] = [];
    const job = {
      kind: 'job',
      perform: async () => {
        ran.push(1);
        if (ran.length === 1) await world.does((work) => work.schedule('job', 'a', new Date(Date.now() - 1)));
      },
    };
    await world.does((work) => work.schedule('job', 'a', new Date(Date.now() - 1)));
    await world.start('ratings', { timers: [job] });
    await world.until(() => ran.length === 2);
    await world.until(async () => (await world.pool.query('SELECT 1 FROM "Deadline"')).rowCount === 0);
  });
});
