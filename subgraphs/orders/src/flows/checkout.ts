import { createHash, randomBytes } from 'node:crypto';
import { publicError } from '@app/kernel/errors';
import { ok, type Result, refuse } from '@app/kernel/result';
import { transact } from '@app/kernel/work';
import type { z } from 'zod';
import { openCheckout } from '../commands/open-checkout.ts';
import { takeUpCheckout } from '../commands/settle-checkout.ts';
import type { Flow } from '../context.ts';
import type { CheckoutRow } from '../db.ts';
import { cartIdOf } from '../domain/cart.ts';
import type { CheckoutCode } from '../domain/checkout.outcome.ts';
import { planCheckout } from '../domain/checkout.plan.ts';
import { orderNumber } from '../domain/order-number.ts';
import { checkoutInput, usable } from '../inputs.ts';
import { cartWithVersion } from '../reads/cart.ts';
import { askOrFail } from './add-item.ts';
import { finishCheckout } from './finish-checkout.ts';

type Request = z.output<typeof checkoutInput> & { requestHash: string };
type Answer = Result<{ orderId: string }, CheckoutCode>;

const PATIENCE_MS = 9_000;

/**
 * Turns the cart into an order (O1). However often and however concurrently a client asks with one key, there is one order
 * and one answer; a request that finds another one at work waits for its outcome.
 */
export async function checkout(flow: Flow, input: z.input<typeof checkoutInput>): Promise<Answer> {
  const given = usable(checkoutInput, input);
  if (!given.ok) return given;
  const request = { ...given.value, requestHash: hashOf(given.value) };
  const impatientAt = performance.now() + PATIENCE_MS;
  for (let round = 0; ; round++) {
    const known = await find(flow, request);
    const answer = known && answerOf(known, request, round === 0);
    if (answer) return answer;
    const settled = known?.state === 'STARTED' ? await takeOver(flow, known) : await attempt(flow, request, known);
    if (performance.now() > impatientAt)
      throw publicError('UPSTREAM_UNAVAILABLE', 'This checkout is still being worked on. Ask again with the same key.');
    if (!settled) await pause(round);
  }
}

const hashOf = ({ idempotencyKey: _key, ...wish }: z.output<typeof checkoutInput>): string =>
  createHash('sha256').update(JSON.stringify(wish)).digest('base64url');

const pause = (round: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.min(30 * 1.5 ** round, 500) * (0.5 + Math.random())));

async function find({ db, viewer }: Flow, { idempotencyKey }: Request): Promise<CheckoutRow | null> {
  const [row] = await db.$queryRaw<CheckoutRow[]>`
    SELECT * FROM "Checkout" WHERE "customerId" = ${viewer.id} AND "idempotencyKey" = ${idempotencyKey}`;
  return row ?? null;
}

/** What the request with this key came to; null while that is open. Only a new request may try again what a fault stopped. */
function answerOf(known: CheckoutRow, request: Request, isNew: boolean): Answer | null {
  if (known.requestHash !== request.requestHash)
    return refuse('IDEMPOTENCY_CONFLICT', 'This key was used with another input.', ['input', 'idempotencyKey']);
  if (known.state === 'DONE') return ok({ orderId: known.orderId });
  if (known.state === 'REFUSED') return known.transient && isNew ? null : refusalOf(known);
  return null;
}

/** Finishes what a crashed process left; false while somebody works on it. */
async function takeOver(flow: Flow, { id, leaseUntil }: CheckoutRow): Promise<boolean> {
  // Only a hint, by our own clock, that saves a statement: the database decides.
  if (leaseUntil.getTime() > Date.now() + 1_000) return false;
  const abandoned = await takeUpCheckout(flow.db, id);
  if (abandoned) await finishCheckout(flow, abandoned);
  return abandoned !== null;
}

/** Plans, writes the plan down and carries it out; false when another checkout or a change of the cart came between. */
async function attempt(flow: Flow, request: Request, stopped: CheckoutRow | null): Promise<boolean> {
  const { db, viewer, neighbours } = flow;
  const cart = await cartWithVersion(db, cartIdOf(viewer.id));
  const [customer, offers] =
    cart.lines.length === 0
      ? [null, []]
      : await askOrFail(() =>
          Promise.all([
            neighbours.customer(viewer.id, request.addressId),
            neighbours.offers(cart.lines.map(({ itemId }) => itemId)),
          ]),
        );
  const planned = planCheckout(cart, request, { customer, offers });
  const { idempotencyKey, requestHash } = request;
  const number = orderNumber(randomBytes(16));
  const opened = await transact(flow, (work) =>
    openCheckout(work, { idempotencyKey, requestHash, number, insteadOf: stopped?.id ?? null, cart, planned, offers }),
  );
  if (opened !== null && opened !== 'refused') await finishCheckout(flow, { ...opened, insteadOf: stopped?.orderId });
  return opened !== null;
}

/** A stored refusal as the client hears it. A fault is thrown. */
function refusalOf({ refusalCode, refusalMessage, refusalPath }: CheckoutRow): Answer {
  const message = refusalMessage ?? '';
  if (refusalCode === 'STOCK_UNAVAILABLE') throw publicError('UPSTREAM_UNAVAILABLE', message);
  return refuse(refusalCode as CheckoutCode, message, refusalPath.length > 0 ? refusalPath : undefined);
}
