import { pause } from '../pause.ts';
import { pickWeighted, type Random } from '../random.ts';
import { type Client, type Json, Unknown } from './client.ts';
import { type Journal, noteOutcome } from './journal.ts';
import { atPayPage, operations } from './operations.ts';

/** A customer, who orders again and again in ways that the seed decides. */
export interface Customer {
  readonly name: string;
  readonly client: Client;
  readonly addressId: string;
  readonly random: Random;
  readonly journal: Journal;
  /** Ends new wishes. */
  readonly working: AbortSignal;
}

/** Tracked items, of which there are too few, and one that is made to order. */
export const ITEMS = ['itm_demo_burger', 'itm_demo_cake', 'itm_demo_lemonade', 'itm_demo_soup'] as const;

const METHODS = [
  ['ONLINE', 6],
  ['CASH', 2],
  ['WALLET', 2],
] as const;
const AFTERWARDS = [
  ['pay', 10],
  ['pay late', 2],
  ['decline', 1],
  ['walk away', 1],
  ['pay and cancel at once', 2],
  ['cancel', 1],
  ['pay, then cancel', 2],
] as const;
let keys = 0;

/** A key that nobody else uses. */
export const freshKey = (): string => `chaos-${process.pid}-${keys++}`;

/** One order from the cart to wherever this customer takes it. Throws Unknown when time runs out in between. */
export async function orderOnce(customer: Customer): Promise<void> {
  const { client, random, journal } = customer;
  if (random.chance(0.15)) await topUp(customer);
  await operations.clearCart(client);
  for (const itemId of new Set([random.pick(ITEMS), random.pick(ITEMS)]))
    await operations.addToCart(client, itemId, random.between(1, 2));
  const order = await checkOut(customer, pickWeighted(random, METHODS));
  if (!order) return;
  const then = pickWeighted(random, AFTERWARDS);
  const url: string | null = order.payment?.url ?? null;
  if (!url) {
    if (then.includes('cancel')) await cancel(customer, order.id);
    return noteOutcome(journal, then.includes('cancel') ? 'ordered, then cancelled' : 'ordered');
  }
  await carryOut(customer, { orderId: order.id, url, then });
  noteOutcome(journal, `ordered online: ${then}`);
}

/** Checks out under one key, now and then twice at the same moment; null when it was refused. */
async function checkOut({ name, client, addressId, random, journal }: Customer, method: string): Promise<Json | null> {
  const idempotencyKey = freshKey();
  const send = () => operations.checkout(client, { addressId, paymentMethod: method, idempotencyKey });
  const answers = await Promise.all(random.chance(0.15) ? [send(), send()] : [send()]);
  const ids = new Set(answers.flatMap(({ order }) => (order ? [order.id] : [])));
  if (ids.size > 1) journal.contradictions.push(`one key ${idempotencyKey}, several orders: ${[...ids].join(' ')}`);
  const order = answers.find((answer) => answer.order)?.order;
  if (order) {
    journal.ordered.set(idempotencyKey, { orderId: order.id, customer: name });
    // Asked once more after it was answered, a key answers the same.
    if (random.chance(0.1)) await again(journal, order.id, send);
    return order;
  }
  const code: string = answers[0]?.userErrors[0]?.code ?? 'nothing';
  journal.refused.set(idempotencyKey, code);
  noteOutcome(journal, `refused: ${code}`);
  return null;
}

async function again(journal: Journal, orderId: string, send: () => Promise<Json>): Promise<void> {
  const { order } = await send();
  if (order?.id !== orderId) journal.contradictions.push(`${orderId} was ordered, then ${order?.id ?? 'refused'}`);
}

async function carryOut(
  customer: Customer,
  { orderId, url, then }: { orderId: string; url: string; then: (typeof AFTERWARDS)[number][0] },
): Promise<void> {
  const { random, working } = customer;
  if (then === 'walk away') return;
  if (then === 'pay late') await pause(random.between(2_000, 12_000), working);
  if (then === 'cancel') return cancel(customer, orderId);
  if (then === 'decline') return press(customer, url, 'decline');
  if (then === 'pay and cancel at once')
    return void (await Promise.all([press(customer, url, 'pay'), cancel(customer, orderId)]));
  await press(customer, url, 'pay');
  if (then === 'pay, then cancel') {
    await pause(random.between(50, 3_000), working);
    await cancel(customer, orderId);
  }
}

/** Presses until the page says that it was pressed, or it is too late to matter. */
async function press({ working }: Customer, url: string, button: 'pay' | 'decline'): Promise<void> {
  for (let attempt = 1; attempt <= 20; attempt++) {
    try {
      return await atPayPage(url, button);
    } catch (error) {
      if (!(error instanceof Unknown) || working.aborted) return;
      await pause(200, working);
    }
  }
}

async function cancel({ client, journal }: Customer, orderId: string): Promise<void> {
  const { order, userErrors } = await operations.cancel(client, { orderId, idempotencyKey: freshKey() });
  if (order && userErrors.length === 0) journal.cancelled.add(orderId);
}

async function topUp({ client, random, journal, ...customer }: Customer): Promise<void> {
  const idempotencyKey = freshKey();
  const input = { amount: String(random.between(10, 60)), currencyCode: 'EUR', idempotencyKey };
  const { payment } = await operations.topUp(client, input);
  if (!payment) return;
  journal.toppedUp.set(idempotencyKey, payment.id);
  if (payment.url) await press({ client, random, journal, ...customer }, payment.url, 'pay');
}
