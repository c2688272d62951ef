import type { Client, Json } from './client.ts';
import * as people from './people.ts';
import { askUntilDecided, atOnce, type Operation } from './salvo.ts';

/** Somebody who can order. */
export interface Buyer {
  readonly client: Client;
  readonly addressId: string;
}

const AT_A_TIME = 8;

const KNOCKS = 5;

/** Knocks again where a busy machine turned somebody away; the last no is thrown. */
export async function knock<T>(body: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await body();
    } catch (error) {
      if (attempt === KNOCKS) throw error;
    }
  }
}

/** A new customer with an address. Who is turned away tries again, under another name. */
export const newBuyer = (url: string): Promise<Buyer> => knock(() => people.newCustomer(url));

/** So many new customers with an address. */
export const newCrowd = (url: string, size: number): Promise<Buyer[]> => inTurn(size, AT_A_TIME, () => newBuyer(url));

/** Does this for 0, 1, 2 … with so many under way at a time; the answers in order. */
export async function inTurn<T>(count: number, width: number, body: (n: number) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < count; n = next++) answers[n] = await body(n);
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
  return answers;
}

/** A wish for some of an item. */
export type Wish = readonly [itemId: string, quantity: number];

/** Empties a buyer's cart and fills it with these, in this order. Throws when one of them cannot be put there. */
export async function fillCart({ client }: Buyer, wishes: readonly Wish[]): Promise<void> {
  const adds = wishes.map(
    ([itemId, quantity], n) =>
      `a${n}: cartAddItem(input: { itemId: "${itemId}", quantity: ${quantity} }) { userErrors { code message } }`,
  );
  const filling = `mutation { clear: cartClear { userErrors { code } } ${adds.join(' ')} }`;
  const answer: Json = await askUntilDecided(client, filling);
  const refused = Object.values<Json>(answer).flatMap(({ userErrors }) => userErrors);
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
}

/** The same for everybody, some at a time. */
export const fillCarts = (buyers: readonly Buyer[], wishesOf: (n: number) => readonly Wish[]): Promise<unknown> =>
  inTurn(buyers.length, AT_A_TIME, (n) => fillCart(buyers[n] as Buyer, wishesOf(n)));

const CHECKOUT = `mutation ($input: CheckoutInput!) { checkout(input: $input) {
  order { id status total { amount minorUnits } payment { id status url } } userErrors { code message } } }`;

/** A checkout, ready to be sent. */
export const checkoutOf = ({ client, addressId }: Buyer, input: Record<string, unknown> = {}): Operation => ({
  client,
  query: CHECKOUT,
  variables: { input: { addressId, paymentMethod: 'CASH', idempotencyKey: people.freshKey(), ...input } },
});

/** What became of one checkout. */
export interface Outcome {
  readonly order: Json | null;
  /** `ordered`, or the code of the refusal. */
  readonly code: string;
}

/** Payments did not answer: nothing was ordered, and the same key may try again. */
const withoutPayment = ({ checkout }: Json): boolean => checkout.userErrors[0]?.code === 'PAYMENT_UNAVAILABLE';

/** All of them check out at the same moment. */
export async function checkOutAtOnce(url: string, checkouts: readonly Operation[]): Promise<Outcome[]> {
  const answers = await atOnce(url, checkouts, withoutPayment);
  return answers.map(({ checkout: { order, userErrors } }: Json) => ({
    order,
    code: order ? 'ordered' : String(userErrors[0]?.code),
  }));
}

/** How often each code came. */
export function tally(outcomes: readonly { code: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code } of outcomes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

/** The orders among these. */
export const ordersOf = (outcomes: readonly Outcome[]): Json[] => outcomes.flatMap(({ order }) => order ?? []);
