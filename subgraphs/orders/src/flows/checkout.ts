import { createHash, randomBytes } from 'node:crypto';
import { publicError } from '@app/kernel/errors';
import { ok, type Result, refuse } from '@app/kernel/result';
import { alone } from '@app/kernel/sql';
import { run } from '@app/kernel/work';
import type { z } from 'zod';
import { type CheckoutOpening, openCheckout, opensAtOnce } from '../commands/open-checkout.ts';
import type { OrderRows } from '../commands/order.writes.ts';
import { takeUpCheckout } from '../commands/settle-checkout.ts';
import type { Flow } from '../context.ts';
import type { CartLineRow, CheckoutRow } from '../db.ts';
import { cartIdOf } from '../domain/cart.ts';
import type { CheckoutCode } from '../domain/checkout.outcome.ts';
import { planCheckout } from '../domain/checkout.plan.ts';
import { orderNumber } from '../domain/order-number.ts';
import { checkoutInput, usable } from '../inputs.ts';
import { askOrFail } from './add-item.ts';
import { finishCheckout } from './finish-checkout.ts';

type Request = z.output<typeof checkoutInput> & { requestHash: string };
/** A checkout as it stands, without its plan. */
type Known = Omit<CheckoutRow, 'plan'>;
/** The same as JSON says it. */
type Stored = Omit<Known, 'leaseUntil'> & { leaseUntil: string };
type CartNow = CheckoutOpening['cart'];
type Answer = Result<{ orderId: string }, CheckoutCode>;

const PATIENCE_MS = 9_000;

/**
 * Turns the cart into an order (O1). However often and however concurrently a client asks with one key, there is one order
 * and one answer; a request that finds another one at work waits for its outcome. `onPlaced` is shown the order when it was
 * this request that placed it.
 */
export async function checkout(
  flow: Flow,
  input: z.input<typeof checkoutInput>,
  onPlaced: (rows: OrderRows) => void = () => {},
): Promise<Answer> {
  const given = usable(checkoutInput, input);
  if (!given.ok) return given;
  const request = { ...given.value, requestHash: hashOf(given.value) };
  const impatientAt = performance.now() + PATIENCE_MS;
  for (let round = 0; ; round++) {
    const now = await lookUp(flow, request);
    const answer = now.known && answerOf(now.known, request, round === 0);
    if (answer) return answer;
    const end = await goOn(flow, request, now);
    if (typeof end === 'object') {
      onPlaced(end);
      return ok({ orderId: end.order.id });
    }
    if (performance.now() > impatientAt)
      throw publicError('UPSTREAM_UNAVAILABLE', 'This checkout is still being worked on. Ask again with the same key.');
    if (end === 'OPEN') await pause(round);
  }
}

/** The order, if it was placed here; SETTLED: the checkout says what it came to; OPEN: that is not decided yet. */
type End = OrderRows | 'SETTLED' | 'OPEN';

const goOn = (flow: Flow, request: Request, now: { known: Known | null; cart: CartNow }): Promise<End> =>
  now.known?.state === 'STARTED' ? takeOver(flow, now.known) : attempt(flow, request, now);

const hashOf = ({ idempotencyKey: _key, ...wish }: z.output<typeof checkoutInput>): string =>
  createHash('sha256').update(JSON.stringify(wish)).digest('base64url');

const pause = (round: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.min(30 * 1.5 ** round, 500) * (0.5 + Math.random())));

/** The checkout of a key, if there is one, and the cart as it is at the same moment. */
async function lookUp(
  { direct, viewer }: Flow,
  { idempotencyKey }: Request,
): Promise<{ known: Known | null; cart: CartNow }> {
  const id = cartIdOf(viewer.id);
  const rows = await direct.$queryRaw<(CartLineRow & { known: Stored | null; version: number | null })[]>`
    SELECT to_jsonb(known) - 'plan' AS "known", cart."version", line.*
    FROM (VALUES (true)) AS always
    LEFT JOIN "Checkout" AS known ON known."customerId" = ${viewer.id} AND known."idempotencyKey" = ${idempotencyKey}
    LEFT JOIN "Cart" AS cart ON cart."id" = ${id}
    LEFT JOIN "CartLine" AS line ON line."cartId" = cart."id"
    ORDER BY line."addedAt", line."id"`;
  const [first] = rows;
  const known = first?.known ? { ...first.known, leaseUntil: new Date(first.known.leaseUntil) } : null;
  const lines = rows.flatMap(({ known: _known, version: _version, ...line }) => (line.id === null ? [] : [line]));
  return { known, cart: { id, version: first?.version ?? null, lines } };
}

/** What the request with this key came to; null while that is open. Only a new request may try again what a fault stopped. */
function answerOf(known: Known, request: Request, isNew: boolean): Answer | null {
  if (known.requestHash !== request.requestHash)
    return refuse('IDEMPOTENCY_CONFLICT', 'This key was used with another input.', ['input', 'idempotencyKey']);
  if (known.state === 'DONE') return ok({ orderId: known.orderId });
  if (known.state === 'REFUSED') return known.transient && isNew ? null : refusalOf(known);
  return null;
}

/** Finishes what a crashed process left, unless somebody works on it. */
async function takeOver(flow: Flow, { id, leaseUntil }: Known): Promise<End> {
  // Only a hint, by our own clock, that saves a statement: the database decides.
  if (leaseUntil.getTime() > Date.now() + 1_000) return 'OPEN';
  const abandoned = await takeUpCheckout(flow.db, id);
  return abandoned ? ((await finishCheckout(flow, abandoned)) ?? 'SETTLED') : 'OPEN';
}

/** Plans, writes the plan down and carries it out. Nothing is settled when another checkout or a change of the cart came between. */
async function attempt(
  flow: Flow,
  request: Request,
  { known: stopped, cart }: { known: Known | null; cart: CartNow },
): Promise<End> {
  const today = await askAround(flow, request, cart);
  const planned = planCheckout(cart, request, today);
  const { idempotencyKey, requestHash } = request;
  const number = orderNumber(randomBytes(16));
  const opening = {
    idempotencyKey,
    requestHash,
    number,
    insteadOf: stopped?.id ?? null,
    cart,
    planned,
    offers: today.offers,
  };
  const { direct, viewer } = flow;
  const opened = await run({ db: opensAtOnce(opening) ? alone(direct) : direct, viewer }, openCheckout, opening);
  if (!opened.ok) return 'OPEN';
  if (opened.value === 'refused') return 'SETTLED';
  return (await finishCheckout(flow, { ...opened.value, insteadOf: stopped?.orderId })) ?? 'SETTLED';
}

/** Whatever could speak against it is asked before anything is held or written; whether a provider is offered only when one is named. */
async function askAround(
  { viewer, neighbours }: Flow,
  { addressId, provider }: Request,
  { lines: [first, ...rest] }: CartNow,
) {
  if (!first) return { customer: null, offers: [], providers: null };
  const [customer, offers, providers] = await askOrFail(() =>
    Promise.all([
      neighbours.customer(viewer.id, addressId),
      neighbours.offers([first, ...rest].map(({ itemId }) => itemId)),
      provider === undefined ? null : neighbours.providers(first.currency),
    ]),
  );
  return { customer, offers, providers };
}

/** A stored refusal as the client hears it. A fault is thrown. */
function refusalOf({ refusalCode, refusalMessage, refusalPath }: Known): Answer {
  const message = refusalMessage ?? '';
  if (refusalCode === 'STOCK_UNAVAILABLE') throw publicError('UPSTREAM_UNAVAILABLE', message);
  return refuse(refusalCode as CheckoutCode, message, refusalPath.length > 0 ? refusalPath : undefined);
}
