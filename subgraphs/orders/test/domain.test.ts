import { readFileSync } from 'node:fs';
import { survey } from '@app/kernel/testing';
import { holdsCardNumber } from '../src/domain/notes.ts';
import { orderStatusOf } from '../src/domain/order.status.ts';
import { orderNumber } from '../src/domain/order-number.ts';
import { priceOf } from '../src/domain/pricing.ts';
import { kitchenMoves, type SellerOrderState, sellerOrderLifecycle } from '../src/domain/seller-order.lifecycle.ts';

describe('the life of a seller order', () => {
  it('reaches every state and ends in two', () => {
    const { unreachable, final, states } = survey(sellerOrderLifecycle);
    expect(unreachable).toEqual([]);
    expect(final).toEqual(['CANCELLED', 'DELIVERED']);
    expect(states).toHaveLength(7);
  });

  it.each([
    ['PLACED', ['accept', 'reject']],
    ['CONFIRMED', ['prepare', 'reject']],
    ['PREPARING', ['ready']],
    ['READY', []],
    ['DISPATCHED', []],
    ['DELIVERED', []],
    ['CANCELLED', []],
  ] as const)('offers a kitchen at %s: %p', (state, moves) => {
    expect(kitchenMoves(state, 'business')).toEqual(moves);
    expect(kitchenMoves(state, 'customer')).toEqual([]);
  });

  it.each(['CONFIRMED', 'PREPARING', 'READY'] as const)(
    'is dispatched from %s, whatever the kitchen pressed',
    (state) => {
      expect(sellerOrderLifecycle.check('dispatch', state, 'system').ok).toBe(true);
      expect(sellerOrderLifecycle.check('dispatch', state, 'business').ok).toBe(false);
    },
  );
});

describe("an order's status", () => {
  const table: [boolean, SellerOrderState[], string][] = [
    [false, ['PLACED'], 'PENDING'],
    [false, ['PLACED', 'CANCELLED'], 'PENDING'],
    [false, ['CANCELLED'], 'CANCELLED'],
    [true, ['PLACED'], 'CONFIRMED'],
    [true, ['PLACED', 'DELIVERED'], 'CONFIRMED'],
    [true, ['PREPARING', 'READY'], 'PREPARING'],
    [true, ['CANCELLED', 'READY'], 'READY'],
    [true, ['DISPATCHED', 'DELIVERED'], 'DISPATCHED'],
    [true, ['DELIVERED', 'CANCELLED'], 'DELIVERED'],
    [true, ['CANCELLED', 'CANCELLED'], 'CANCELLED'],
  ];
  it.each(table)('confirmed %p with %p is %s', (confirmed, parts, status) => {
    expect(
      orderStatusOf(
        confirmed,
        parts.map((part) => ({ status: part })),
      ),
    ).toBe(status);
  });
});

describe('the price', () => {
  const line = (
    businessId: string,
    unitMinor: bigint,
    quantity: number,
    taxBasisPoints = 0,
    deliveryFeeMinor = 0n,
  ) => ({
    businessId,
    unitMinor,
    quantity,
    taxBasisPoints,
    deliveryFeeMinor,
  });

  it('of nothing is nothing', () => {
    expect(priceOf([])).toEqual({
      parts: [],
      amounts: {
        subtotalMinor: 0n,
        taxMinor: 0n,
        deliveryFeeMinor: 0n,
        discountMinor: 0n,
        tipMinor: 0n,
        totalMinor: 0n,
      },
    });
  });

  it('taxes each business once, half up, and takes its fee once', () => {
    const { parts, amounts } = priceOf([
      line('a', 1005n, 1, 700, 190n),
      line('b', 650n, 2),
      line('a', 1n, 1, 700, 190n),
    ]);
    // 7 % of 10.06 is 0.7042.
    expect(parts.map((part) => [part.businessId, part.amounts.taxMinor, part.amounts.totalMinor])).toEqual([
      ['a', 70n, 1266n],
      ['b', 0n, 1300n],
    ]);
    expect(amounts).toEqual({
      subtotalMinor: 2306n,
      taxMinor: 70n,
      deliveryFeeMinor: 190n,
      discountMinor: 0n,
      tipMinor: 0n,
      totalMinor: 2566n,
    });
  });

  it('of the parts is the price of the whole, for any lines', () => {
    for (let seed = 1; seed < 300; seed++) {
      const lines = Array.from({ length: seed % 7 }, (_, i) =>
        line(
          `b${(seed * 7 + i) % 3}`,
          BigInt((seed * 7919 + i * 104729) % 10_000),
          1 + ((seed + i) % 9),
          ((seed * 7 + i) % 3) * 333,
          99n,
        ),
      );
      const tip = lines.length === 0 ? 0n : BigInt(seed);
      const { parts, amounts } = priceOf(lines, tip);
      expect(parts.reduce((sum, part) => sum + part.amounts.totalMinor, 0n)).toBe(amounts.totalMinor);
      expect(amounts.tipMinor).toBe(tip);
      expect(amounts.subtotalMinor + amounts.taxMinor + amounts.deliveryFeeMinor + tip).toBe(amounts.totalMinor);
      for (const part of parts) expect(Math.abs(Number(part.amounts.tipMinor) - seed / parts.length)).toBeLessThan(1);
    }
  });
});

describe('an order number', () => {
  it('has eight symbols without vowels and lookalikes', () => {
    expect(orderNumber(new Uint8Array(16))).toBe('0000-0000');
    for (let byte = 0; byte < 256; byte++)
      expect(orderNumber(new Uint8Array(16).fill(byte))).toMatch(
        /^[0-9BCDFGHJKMNPQRSTVWXYZ]{4}-[0-9BCDFGHJKMNPQRSTVWXYZ]{4}$/,
      );
  });
});

describe('card numbers in notes', () => {
  it.each([
    ['4111 1111 1111 1111', true],
    ['pay with 5500-0000-0000-0004 please', true],
    ['4111 1111 1111 1112', false],
    ['ring twice, 3rd floor, +49 30 1234567', false],
    ['', false],
  ])('%p: %p', (text, found) => {
    expect(holdsCardNumber(text)).toBe(found);
  });
});

describe('the README', () => {
  it('shows the lifecycle as it is', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');
    for (const [name, { from, to, by, emits }] of Object.entries(sellerOrderLifecycle.moves))
      expect(readme).toContain(`| ${name} | ${from.join(', ')} | ${to} | ${by.join(', ')} | ${emits} |`);
  });
});
