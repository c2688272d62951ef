import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Agent, request } from 'undici';
import { type Client, eventually, type Json, type Watch } from '../../src/client.ts';
import * as people from '../../src/people.ts';
import { cartScreen, firstOverEventStream } from '../../src/watching.ts';
import type { Running } from './suite.ts';

const WATCHERS = 6;

/** Two processes behind one port, each with every subgraph. */
export function workers({ url, stack }: Running): void {
  // By their program as well: whatever compiles TypeScript has a process of its own beside them.
  const pids = (): number[] => {
    const keeper = stack().processes.pid('gateway');
    return execFileSync('pgrep', ['-P', String(keeper), '-f', 'all-in-one'], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number);
  };
  const figures = async (): Promise<string> => (await fetch(`${url()}/metrics`)).text();
  /** How many workers answered GraphQL requests, by what all of them count. */
  const answering = async (): Promise<number> => {
    const counts = /^gateway_request_seconds_count\{(?=.*route="\/graphql").*worker="(\d)"/gm;
    return new Set([...(await figures()).matchAll(counts)].map(([, worker]) => worker)).size;
  };
  /** Over a connection of its own: those that are kept stay with the worker that has them. */
  const askAnew = async () => {
    const dispatcher = new Agent();
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query: '{ __typename }' });
    await (await request(`${url()}/graphql`, { method: 'POST', headers, body, dispatcher })).body.dump();
    await dispatcher.close();
  };
  const bothAnswer = () =>
    eventually(
      async () => {
        await Promise.all(Array.from({ length: 8 }, askAnew));
        return (await answering()) === 2;
      },
      'both workers answer',
      30_000,
    );
  const hears = (screen: Watch, quantity: number) =>
    screen.until((cart: Json) => cart.items[0]?.quantity === quantity, `${quantity} in the cart`);
  const watchCart = async (client: Client): Promise<Watch[]> => {
    const screens = Array.from({ length: WATCHERS }, () => cartScreen(client));
    await Promise.all(screens.map((screen) => screen.until(() => true, 'the cart as it is')));
    return screens;
  };

  describe('two workers', () => {
    it('tell each other: a change that one answers is heard on every socket of both', async () => {
      await bothAnswer();
      expect(pids()).toHaveLength(2);
      const customer = await people.register(url());
      const screens = await watchCart(customer);
      for (const quantity of [1, 2, 3]) {
        await people.addToCart(customer, 'itm_demo_soup');
        await Promise.all(screens.map((screen) => hears(screen, quantity)));
      }
      for (const screen of screens) screen.stop();
    });

    it.each([0, 1])('go on when one is killed (%s), whichever of them led; it comes back', async (victim) => {
      await bothAnswer();
      const killed = pids()[victim] ?? 0;
      const { client, addressId } = await people.newCustomer(url());
      const screens = await watchCart(client);
      const cut = new Set<Watch>();
      for (const screen of screens) void screen.ended.then(() => cut.add(screen));
      process.kill(killed, 'SIGKILL');
      await eventually(async () => cut.size > 0, 'the sockets of the killed worker are cut');
      // All of them, not the first alone.
      await sleep(1_500);
      const left = screens.filter((screen) => !cut.has(screen));
      expect(left.length).toBeGreaterThan(0);

      await eventually(
        async () => {
          const { userErrors } = await people.addToCart(client, 'itm_demo_soup');
          return userErrors.length === 0;
        },
        'the other answers',
        60_000,
      );
      await Promise.all(left.map((screen) => hears(screen, 1)));
      const { order } = await people.checkout(client, { addressId });
      await people.atPayPage(order.payment.url, 'pay');
      await people.orderBecomes(client, order.id, 'CONFIRMED');
      expect(await firstOverEventStream(url(), client, order.id)).toMatchObject({ order: { status: 'CONFIRMED' } });

      await bothAnswer();
      expect(pids()).toHaveLength(2);
      expect(pids()).not.toContain(killed);
      for (const screen of left) screen.stop();
    });

    it('leave nothing running', async () => {
      const running = pids();
      await stack().stop();
      const left = running.filter((pid) => {
        try {
          return process.kill(pid, 0);
        } catch {
          return false;
        }
      });
      expect(left).toEqual([]);
    });
  });
}
