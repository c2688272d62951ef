import { publicError } from '@app/kernel/errors';
import { PeerUnavailable } from '@app/kernel/peers';
import type { Result } from '@app/kernel/result';
import { alone } from '@app/kernel/sql';
import { run } from '@app/kernel/work';
import { type AddCartItem, addCartItem, addLockedCartItem, quantityWithin } from '../commands/add-cart-item.ts';
import type { Flow } from '../context.ts';
import { type CartNow, type CartView, cartNow } from '../reads/cart.ts';

const MOST_UNFINISHED = 10;

type Code = 'INVALID_INPUT' | 'ITEM_UNAVAILABLE' | 'OUT_OF_STOCK' | 'CURRENCY_MISMATCH' | 'CART_FULL';

/** Asks the item's business and the stock, then puts the item into the cart. A stock that does not answer does not stand in the way. */
export async function addItem(
  flow: Flow,
  { itemId, quantity }: { itemId: string; quantity: number },
): Promise<Result<CartView, Code>> {
  const within = quantityWithin(quantity, 1);
  if (!within.ok) return within;
  const { direct, viewer, neighbours, log } = flow;
  const [cart, offers, stock] = await Promise.all([
    cartNow(direct, viewer.id),
    askOrFail(() => neighbours.offers([itemId])),
    neighbours.stock([itemId]).catch((error: unknown) => {
      if (!(error instanceof PeerUnavailable)) throw error;
      log.warn({ err: error.message }, 'stock is not known; the item goes into the cart unchecked');
      return new Map<string, number>();
    }),
  ]);
  const offer = offers.find(({ id }) => id === itemId);
  const add = (available: number | null) => put(flow, { quantity, offer, available }, cart);
  const added = await add(stock.get(itemId) ?? null);
  if (added.ok || added.code !== 'OUT_OF_STOCK') return added;
  const own = await stockWithOwn(flow, itemId);
  return own === null ? added : add(own);
}

/** Into the cart as it was seen, in one statement; when it has changed since, into the cart while nobody else can change it. */
async function put({ direct, viewer }: Flow, wanted: AddCartItem, cart: CartNow): Promise<Result<CartView, Code>> {
  const added = await run({ db: alone(direct), viewer }, addCartItem, { ...wanted, cart });
  if (added.ok || added.code !== 'LOOK_AGAIN') return added as Result<CartView, Code>;
  const certain = await run({ db: direct, viewer }, addLockedCartItem, wanted);
  if (!certain.ok && certain.code === 'LOOK_AGAIN') throw new Error(`The locked cart of ${viewer.id} has changed.`);
  return certain as Result<CartView, Code>;
}

/** What is left of an item with what the customer's own unfinished checkouts hold of it; null when they have none, or it is not known. */
async function stockWithOwn({ db, viewer, neighbours }: Flow, itemId: string): Promise<number | null> {
  const unfinished = await db.checkout.findMany({
    where: { customerId: viewer.id, state: { not: 'DONE' } },
    orderBy: { startedAt: 'desc' },
    take: MOST_UNFINISHED,
    select: { orderId: true },
  });
  if (unfinished.length === 0) return null;
  try {
    const ownOrderIds = unfinished.map(({ orderId }) => orderId);
    return (await neighbours.stock([itemId], ownOrderIds)).get(itemId) ?? null;
  } catch (error) {
    if (!(error instanceof PeerUnavailable)) throw error;
    return null;
  }
}

/** A neighbour's answer; UPSTREAM_UNAVAILABLE when it has none. */
export async function askOrFail<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (!(error instanceof PeerUnavailable)) throw error;
    throw publicError('UPSTREAM_UNAVAILABLE', 'Something this needs does not answer right now. Try again.');
  }
}
