import { type Client, eventually, type Json } from './client.ts';
import * as people from './people.ts';
import { askUntilDecided } from './salvo.ts';

const BALANCE = '{ wallet { balance { minorUnits } } }';
const TOP_UP = `mutation ($input: WalletTopUpInput!) { walletTopUp(input: $input) {
  payment { id url } userErrors { code message } } }`;
const CANCEL = `mutation ($input: OrderCancelInput!) { orderCancel(input: $input) { order { id status } userErrors { code } } }`;

/** What is in a customer's wallet, in minor units. */
export const balanceOf = async (client: Client): Promise<number> =>
  Number((await askUntilDecided(client, BALANCE)).wallet.balance.minorUnits);

/** Puts money into a customer's wallet through the provider's pay page; answers once it is there. */
export async function topUp(client: Client, minor: number): Promise<void> {
  const before = await balanceOf(client);
  const input = { amount: (minor / 100).toFixed(2), currencyCode: 'EUR', idempotencyKey: people.freshKey() };
  const { walletTopUp } = await askUntilDecided(client, TOP_UP, { input });
  if (!walletTopUp.payment) throw new Error(JSON.stringify(walletTopUp.userErrors));
  await people.atPayPage(walletTopUp.payment.url, 'pay');
  await eventually(async () => (await balanceOf(client)) === before + minor, 'the top-up is in the wallet', 60_000);
}

const PREPARE = `mutation ($input: PayoutPrepareInput!) { payoutPrepare(input: $input) {
  payout { id } userErrors { code message } } }`;
const EARNED = `{ payouts(party: COURIER, first: 1) { edges { node { partyId
  fees { minorUnits } tips { minorUnits } cash { minorUnits } net { minorUnits } payable { minorUnits }
  lines { edges { node { kind amount { amount } sellerOrderId } } } } } } }`;

/** Has an admin write a courier's statement as soon as something was booked for them; answers with it as the courier sees it. */
export async function earnings(admin: Client, courier: Client): Promise<Json> {
  const { me } = await courier.ask('{ me { id } }');
  await eventually(
    async () => {
      const period = { periodStart: '2020-01-01T00:00:00Z', periodEnd: new Date().toISOString() };
      const input = { party: 'COURIER', partyId: me.id, ...period, idempotencyKey: people.freshKey() };
      const { payout, userErrors } = (await admin.ask(PREPARE, { input })).payoutPrepare;
      if (userErrors.some(({ code }: Json) => code !== 'NOTHING_DUE')) throw new Error(JSON.stringify(userErrors));
      return payout;
    },
    'something is booked for the courier',
    60_000,
  );
  const [statement] = (await courier.ask(EARNED)).payouts.edges;
  if (statement.node.partyId !== me.id) throw new Error('a courier was shown the statement of another');
  return statement.node;
}

/** A wish to call an order off, ready to be sent. */
export const cancelOf = (client: Client, orderId: string) => ({
  client,
  query: CANCEL,
  variables: { input: { orderId, idempotencyKey: people.freshKey() } },
});

/** Calls off whatever a customer has ordered and not paid. */
export async function callOffUnpaid(client: Client): Promise<void> {
  const { orders } = await askUntilDecided(
    client,
    '{ orders(filter: { status: [PENDING] }, first: 100) { edges { node { id } } } }',
  );
  for (const { node } of orders.edges) {
    const { query, variables } = cancelOf(client, node.id);
    const { orderCancel } = await askUntilDecided(client, query, variables);
    if (orderCancel.userErrors.length > 0) throw new Error(JSON.stringify(orderCancel.userErrors));
  }
}

/** Where an order and its money stand, as its customer sees them: `CANCELLED REFUNDED 650/650`. */
export async function standOf(client: Client, orderId: string): Promise<string> {
  const { order }: Json = await askUntilDecided(
    client,
    `query ($id: ID!) { order(id: $id) { status cancelReason payment { status amount { minorUnits } refunded { minorUnits } } } }`,
    { id: orderId },
  );
  const { status, amount, refunded } = order.payment;
  return `${order.status} ${status} ${refunded.minorUnits}/${amount.minorUnits}`;
}
