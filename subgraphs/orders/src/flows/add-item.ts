import { publicError } from '@app/kernel/errors';
import { PeerUnavailable } from '@app/kernel/peers';
import type { Result } from '@app/kernel/result';
import { run } from '@app/kernel/work';
import { addCartItem, quantityWithin } from '../commands/add-cart-item.ts';
import type { Flow } from '../context.ts';
import type { CartView } from '../reads/cart.ts';

const MOST_UNFINISHED = 10;

type Code = 'INVALID_INPUT' | 'ITEM_UNAVAILABLE' | 'OUT_OF_STOCK' | 'CURRENCY_MISMATCH' | 'CART_FULL';

/** Asks the item's business and the stock, then puts the item into the cart. A stock that does not answer does not stand in the way. */
export async function addItem(
  flow: Flow,
  { itemId, quantity }: { itemId: string; quantity: number },
): Promise<Result<CartView, Code>> {
  const within = quantityWithin(quantity, 1);
  if (!within.ok) return within;
  const { db, viewer, neighbours, log } = flow;
  const [offers, stock] = await Promise.all([
    askOrFail(() => neighbours.offers([itemId])),
    neighbours.stock([itemId]).catch((error: unknown) => {
      if (!(error instanceof PeerUnavailable)) throw error;
      log.warn({ err: error.message }, 'stock is not known; the item goes into the cart unchecked');
      return new Map<string, number>();
    }),
  ]);
  const offer = offers.find(({ id }) => id === itemId);
  const add = (available: number | null) => run({ db, viewer }, addCartItem, { quantity, offer, available });
  const added = await add(stock.get(itemId) ?? null);
  if (added.ok || added.code !== 'OUT_OF_STOCK') return added;
  const own = await stockWithOwn(flow, itemId);
  return own === null ? added : add(own);
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
