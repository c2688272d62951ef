import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { connect, eventually } from '../../src/client.ts';
import * as people from '../../src/people.ts';
import type { Running } from './suite.ts';

/** Processes that die at the worst moment. */
export function crashes({ url, stack }: Running): void {
  const inDatabase = async <T>(domain: string, body: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client(stack().environment[`${domain.toUpperCase()}_DATABASE_URL`]);
    await client.connect();
    try {
      return await body(client);
    } finally {
      await client.end();
    }
  };

  describe('a subgraph is killed', () => {
    it('between its commit and its event: after its restart the order goes on by itself', async () => {
      const { client, addressId } = await people.newCustomer(url());
      await people.addToCart(client, 'itm_demo_soup');
      const { order } = await people.checkout(client, { addressId });

      // The kill must fall between commit and event, so the relay is held back: a lock on the outbox lets the
      // transaction that inserts wait too, so the reader of the outbox is kept out by taking its leadership instead.
      await inDatabase('payments', async (holder) => {
        const leader = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'payments leader'`;
        await eventually(async () => {
          await holder.query(`SELECT pg_terminate_backend(pid) FROM (${leader}) AS leaders`);
          return (await holder.query<{ mine: boolean }>('SELECT pg_try_advisory_lock(7001) AS mine')).rows[0]?.mine;
        }, 'leadership of the payments relay is taken');
        await people.atPayPage(order.payment.url, 'pay');
        const told = () =>
          holder.query(
            `SELECT "publishedAt" FROM "OutboxEvent" WHERE "type" = 'payment.captured' AND "payload"->>'orderId' = $1`,
            [order.id],
          );
        await eventually(async () => (await told()).rowCount === 1, 'the capture is committed');
        expect((await told()).rows).toEqual([{ publishedAt: null }]);
        stack().processes.kill('payments', 'SIGKILL');
      });

      // While payments is away, the order comes without its payment.
      const status = 'query ($id: ID!) { order(id: $id) { status payment { status } } }';
      const after = await eventually(async () => {
        const { data } = await client.send(status, { id: order.id });
        return data?.order?.status === 'CONFIRMED' && data.order.payment && data.order;
      }, 'the order goes on');
      expect(after).toEqual({ status: 'CONFIRMED', payment: { status: 'PAID' } });
    });

    it('and the page comes without its part meanwhile', async () => {
      stack().processes.kill('ratings', 'SIGKILL');
      const { data } = await connect(url()).send('{ business(id: "biz_demo_bistro") { name rating { count } } }');
      expect(data.business.name).toBe('Demo Bistro');
      await eventually(
        async () => {
          const answer = await connect(url()).send('{ business(id: "biz_demo_bistro") { rating { count } } }');
          return answer.data?.business?.rating && !answer.errors;
        },
        'ratings is back',
        20_000,
      );
    });
  });
}
