import { barrier } from '@app/kernel/testing';
import { completePayment } from '../src/commands/complete-payment.ts';
import { type HoldEscrow, holdEscrow } from '../src/commands/hold-escrow.ts';
import { refundEscrow } from '../src/commands/refund-escrow.ts';
import { refundPlace } from '../src/commands/refund-place.ts';
import { releaseEscrow } from '../src/commands/release-escrow.ts';
import { takeBackRefund } from '../src/commands/settle-refund.ts';
import { SEND_REFUND } from '../src/domain/reconcile.ts';
import { openWithSession } from '../src/flows/open-session.ts';
import { fill, press, until, yes } from './support/acts.ts';
import { balances, expectSoundBooks } from './support/books.ts';
import { ADA, ADMIN, BOB } from './support/identities.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterEach(() => expectSoundBooks(world));
afterAll(() => world.close());

const session = { sessionId: 'gbs_1' };
const place = (placeId: string, given: Partial<HoldEscrow> = {}): HoldEscrow => ({
  ...session,
  placeId,
  customerId: ADA.id,
  businessId: 'biz_factory',
  method: 'WALLET',
  amountMinor: 1_000n,
  currency: 'EUR',
  description: 'Group purchase',
  terms: world.terms,
  ...given,
});
const hold = (placeId: string, given: Partial<HoldEscrow> = {}) =>
  openWithSession(world.flowAs(ADMIN), holdEscrow, place(placeId, given));
const release = () => world.as(ADMIN).does(releaseEscrow, session);
const refund = () => world.as(ADMIN).does(refundEscrow, { ...session, reason: 'MOQ_MISSED' });
const escrow = () => world.db.escrow.findUniqueOrThrow({ where: session });

/** Two places from wallets and one paid at the provider. */
async function threePlaces() {
  await fill(world, ADA.id, '10.00');
  await fill(world, BOB.id, '20.00');
  yes(await hold('plc_1'));
  yes(await hold('plc_2', { customerId: BOB.id }));
  const online = yes(await hold('plc_3', { customerId: BOB.id, method: 'ONLINE' }));
  await press(online, 'pay');
  await until('paid', async () => (await world.payment(online.id)).status === 'PAID');
  return online;
}

describe('holding', () => {
  it('keeps what was paid, in a wallet or at the provider, and tells which place it was', async () => {
    await threePlaces();
    expect(await escrow()).toMatchObject({ state: 'OPEN', heldMinor: 3_000n });
    expect(await balances(world)).toMatchObject({ 'ESCROW:gbs_1:EUR': 3_000, 'CUSTOMER_WALLET:usr_bob:EUR': 1_000 });
    const captured = (await world.told()).filter(({ type }) => type === 'payment.captured').at(-1);
    expect(captured?.payload).toMatchObject({ orderId: null, escrow: { sessionId: 'gbs_1', placeId: 'plc_3' } });
  });

  it('takes a place once, eight at once, and refuses it for another amount', async () => {
    await fill(world, ADA.id, '50.00');
    const together = barrier(8);
    const answers = await Promise.all(Array.from({ length: 8 }, () => together().then(() => hold('plc_1'))));
    expect(new Set(answers.map((answer) => yes(answer).id)).size).toBe(1);
    expect(await world.balance(ADA.id)).toBe(4_000n);
    expect(await hold('plc_1', { amountMinor: 999n })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(await hold('plc_2', { businessId: 'biz_other' })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(await hold('plc_2', { amountMinor: 4_001n })).toMatchObject({ code: 'INSUFFICIENT_FUNDS' });
    expect(await escrow()).toMatchObject({ heldMinor: 1_000n });
  });
});

describe('releasing', () => {
  it('pays the business less the commission, once, and nothing can be held or refunded any more', async () => {
    const online = await threePlaces();
    const together = barrier(4);
    await Promise.all(Array.from({ length: 4 }, () => together().then(async () => yes(await release()))));
    expect(await escrow()).toMatchObject({
      state: 'RELEASED',
      heldMinor: 0n,
      releasedMinor: 3_000n,
      commissionMinor: 300n,
    });
    expect(await balances(world)).toMatchObject({
      'BUSINESS_PAYABLE:biz_factory:EUR': 2_700,
      'COMMISSION:platform:EUR': 300,
      'ESCROW:gbs_1:EUR': 0,
    });
    expect(await hold('plc_4')).toMatchObject({ code: 'ESCROW_SETTLED' });
    expect(await refund()).toMatchObject({ code: 'ESCROW_SETTLED' });
    const one = { ...session, placeId: 'plc_3', reason: 'LEFT' };
    expect(await world.as(ADMIN).does(refundPlace, one)).toMatchObject({ code: 'ESCROW_SETTLED' });
    expect(await world.payment(online.id)).toMatchObject({ refundDueMinor: 0n });
    expect((await world.toldTypes()).filter((type) => type === 'escrow.released')).toHaveLength(1);
  });

  it('and refunding at the same moment: one of them wins, all of it', async () => {
    for (let round = 0; round < 2; round++) {
      await world.reset();
      await threePlaces();
      const together = barrier(2);
      const answers = await Promise.all([together().then(release), together().then(refund)]);
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
      const { state, releasedMinor, refundedMinor } = await escrow();
      expect([releasedMinor, refundedMinor]).toEqual(state === 'RELEASED' ? [3_000n, 0n] : [0n, 3_000n]);
      await expectSoundBooks(world);
    }
  });
});

describe('refunding', () => {
  it('sends everything back the way it came, once', async () => {
    const online = await threePlaces();
    const waiting = yes(await hold('plc_4', { method: 'ONLINE' }));
    yes(await refund());
    yes(await refund());
    expect(await escrow()).toMatchObject({ state: 'REFUNDED', heldMinor: 0n, refundedMinor: 3_000n });
    expect([await world.balance(ADA.id), await world.balance(BOB.id)]).toEqual([1_000n, 2_000n]);
    await world.passes(SEND_REFUND);
    expect(await world.payment(online.id)).toMatchObject({ status: 'REFUNDED', refundedMinor: 1_000n });
    expect(await world.payment(waiting.id)).toMatchObject({ status: 'EXPIRED' });
    expect((await world.toldTypes()).filter((type) => type === 'payment.refunded')).toHaveLength(3);
  });

  it('sends back also what is paid after the session has ended', async () => {
    await threePlaces();
    const late = yes(await hold('plc_4', { method: 'ONLINE' }));
    yes(await release());
    yes(await world.as(ADMIN).does(completePayment, { paymentId: late.id }));
    expect(await escrow()).toMatchObject({ state: 'RELEASED', releasedMinor: 3_000n, refundedMinor: 1_000n });
    expect(await world.payment(late.id)).toMatchObject({ refundDueMinor: 1_000n });
  });

  it('of one place leaves the others, paid or not', async () => {
    await threePlaces();
    const unpaid = yes(await hold('plc_4', { method: 'ONLINE' }));
    for (const placeId of ['plc_1', 'plc_1', 'plc_4'])
      yes(await world.as(ADMIN).does(refundPlace, { ...session, placeId, reason: 'LEFT' }));
    expect(await escrow()).toMatchObject({ state: 'OPEN', heldMinor: 2_000n, refundedMinor: 1_000n });
    expect(await world.balance(ADA.id)).toBe(1_000n);
    expect(await world.payment(unpaid.id)).toMatchObject({ status: 'EXPIRED' });
  });

  it('ends in the wallet when the provider will not send it', async () => {
    const online = await threePlaces();
    yes(await refund());
    const row = await world.db.refund.findFirstOrThrow({ where: { paymentId: online.id } });
    await world.as(ADMIN).does(takeBackRefund, { refundId: row.id });
    expect(await world.balance(BOB.id)).toBe(3_000n);
    expect(await world.payment(online.id)).toMatchObject({ status: 'REFUNDED' });
  });
});

describe('the database itself', () => {
  it.each([
    ['holds nothing that was not paid', `UPDATE "Escrow" SET "heldMinor" = 3001`, '3001 but 3000 are booked'],
    ['holds nothing below zero', `UPDATE "Escrow" SET "heldMinor" = -1`, 'Escrow_amounts_check'],
    [
      'releases nothing that stays held',
      `UPDATE "Escrow" SET "state" = 'RELEASED', "settledAt" = now()`,
      'Escrow_state_check',
    ],
  ])('%s', async (_what, sql, why) => {
    await threePlaces();
    await expect(world.pool.query(sql)).rejects.toThrow(why);
  });

  it('opens nothing again', async () => {
    await threePlaces();
    yes(await release());
    const sql = `UPDATE "Escrow" SET "state" = 'OPEN', "releasedMinor" = 0, "heldMinor" = 3000, "settledAt" = NULL, "commissionMinor" = 0`;
    await expect(world.pool.query(sql)).rejects.toThrow('is settled');
  });
});

describe('the fields of escrow', () => {
  const HOLD = `mutation ($input: EscrowHoldInput!) { escrowHold(input: $input) { payment { status } userErrors { code } } }`;
  const RELEASE = `mutation { escrowRelease(sessionId: "gbs_1") { escrow { state releasedMinor } userErrors { code } } }`;

  it('are for group purchases, and for nobody else', async () => {
    await fill(world, ADA.id, '10.00');
    const { terms: _terms, currency: currencyCode, amountMinor, ...rest } = place('plc_1');
    const input = { ...rest, currencyCode, amountMinor: String(amountMinor) };
    for (const via of ['gateway', 'orders'] as const) {
      const { errors } = await world.as(ADMIN).asks(HOLD, { input }, via);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    }
    const { data } = await world.as(ADA).asks(HOLD, { input }, 'groupbuys');
    expect(JSON.parse(JSON.stringify(data))).toEqual({ escrowHold: { payment: { status: 'PAID' }, userErrors: [] } });
    const released = await world.as(ADMIN).asks(RELEASE, {}, 'groupbuys');
    expect(JSON.parse(JSON.stringify(released.data))).toEqual({
      escrowRelease: { escrow: { state: 'RELEASED', releasedMinor: '1000' }, userErrors: [] },
    });
  });
});
