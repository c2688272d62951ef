import { countStatements } from '@app/kernel/testing';
import { refundPayment } from '../src/commands/refund-payment.ts';
import { fill, opened, yes } from './support/acts.ts';
import { ADA, ADMIN, BOB } from './support/identities.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const STATEMENT = /* GraphQL */ `
  query ($first: Int, $after: String) {
    wallet {
      balance { amount }
      statement(first: $first, after: $after) {
        edges { cursor node { id kind at amount { amount } payment { id } sellerOrderId } }
        pageInfo { hasNextPage hasPreviousPage }
      }
    }
  }
`;
const ask = async (variables: object = {}, viewer = ADA) => {
  const { data, errors } = await world.as(viewer).asks(STATEMENT, { ...variables });
  return { wallet: JSON.parse(JSON.stringify(data))?.wallet, code: errors?.[0]?.extensions?.code };
};
type Edge = { cursor: string; node: { id: string; kind: string; amount: { amount: string }; payment: { id: string } } };

describe('the statement of a wallet', () => {
  it('has what went in and out, newest first, page by page, with none missed and none repeated', async () => {
    const topUp = await fill(world, ADA.id, '50.00');
    await fill(world, BOB.id, '7.00');
    const paid = await opened(world, { method: 'WALLET' });
    yes(await world.as(ADMIN).does(refundPayment, { paymentId: paid.id, amount: '5.00', idempotencyKey: 'one' }));
    const seen: Edge[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const { edges, pageInfo } = (await ask({ first: 2, after })).wallet.statement;
      seen.push(...edges);
      more = pageInfo.hasNextPage;
      after = edges.at(-1).cursor;
    }
    expect(seen.map(({ node }) => [node.kind, node.amount.amount, node.payment.id])).toEqual([
      ['REFUND', '5.00', paid.id],
      ['WALLET_PAYMENT', '-25.00', paid.id],
      ['TOP_UP', '50.00', topUp.id],
    ]);
    expect((await ask()).wallet.balance).toEqual({ amount: '30.00' });
  });

  it('is empty at first, takes three statements, and refuses pages that are none', async () => {
    expect((await ask()).wallet.statement.edges).toEqual([]);
    for (let n = 0; n < 5; n++) await fill(world, ADA.id, '1.00');
    const { statements } = await countStatements(() => ask());
    expect(statements).toHaveLength(3);
    expect((await ask({ first: 101 })).code).toBe('BAD_USER_INPUT');
    expect((await ask({ after: 'forged' })).code).toBe('INVALID_CURSOR');
    const { wallet } = await ask({}, BOB);
    expect(wallet.statement.edges).toEqual([]);
  });
});
