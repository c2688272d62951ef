import { allocate, withoutPromise } from '../src/domain/allocation.ts';
import { tooManyFor } from '../src/domain/hold.limits.ts';
import { isLow } from '../src/domain/stock.ts';

const level = (locationId: string, onHand: number, reserved = 0, itemId = 'cake') => ({
  ...{ itemId, variantId: '', locationId, onHand, reserved },
});
const line = (quantity: number, itemId = 'cake') => ({ itemId, quantity });
const taken = (lines: ReturnType<typeof line>[], levels: ReturnType<typeof level>[]) =>
  allocate(lines, levels)?.map(({ itemId, locationId, quantity }) => `${quantity} ${itemId} ${locationId}`) ?? null;

describe('where units come from', () => {
  it.each([
    ['the first place that has all of them', 3, [level('a', 2), level('b', 3), level('c', 9)], ['3 cake b']],
    ['the first place, when it has all', 2, [level('a', 2), level('b', 9)], ['2 cake a']],
    [
      'all places in order, when none has all',
      6,
      [level('a', 2), level('b', 3), level('c', 9, 7)],
      ['2 cake a', '3 cake b', '1 cake c'],
    ],
    ['only from what is free', 2, [level('a', 5, 4), level('b', 5, 3)], ['2 cake b']],
    [
      'past places that have none',
      3,
      [level('a', 0), level('b', 2), level('c', 1, 1), level('d', 1)],
      ['2 cake b', '1 cake d'],
    ],
    ['nowhere, when all together have too little', 4, [level('a', 2), level('b', 1)], null],
    ['nowhere, when it is unknown', 1, [level('a', 2, 0, 'pie')], null],
  ])('%s', (_what, quantity, levels, expected) => {
    expect(taken([line(quantity)], levels)).toEqual(expected);
  });

  it('for several items, all or none', () => {
    const levels = [level('a', 1), level('a', 5, 0, 'pie')];
    expect(taken([line(1), line(5, 'pie')], levels)).toEqual(['1 cake a', '5 pie a']);
    expect(taken([line(1), line(6, 'pie')], levels)).toBeNull();
  });

  it('counts what is given back as free, each place its own', () => {
    const part = { itemId: 'cake', variantId: '', locationId: 'a', quantity: 2 };
    expect(withoutPromise([level('a', 3, 3), level('b', 3, 3)], [part]).map(({ reserved }) => reserved)).toEqual([
      1, 3,
    ]);
  });
});

describe('what one customer may have', () => {
  const items = new Map([
    ['cake', { limitPerCustomer: 5 }],
    ['pie', { limitPerCustomer: null }],
  ]);
  const limits = { promisesPerCustomer: 9, unitsPerCustomer: 10 };

  it.each([
    ['up to the limit', [line(2)], { cake: 3 }, []],
    ['not above it', [line(3)], { cake: 3 }, ['cake']],
    ['what the platform allows, when its business has said nothing', [line(11, 'pie'), line(5)], {}, ['pie']],
    ['each item by itself', [line(5), line(10, 'pie')], {}, []],
  ])('%s', (_what, lines, units, expected) => {
    expect(tooManyFor(lines, items, { open: { promises: 1, units: units as Record<string, number> }, limits })).toEqual(
      expected,
    );
  });
});

it.each([
  [3, 3, true],
  [4, 3, false],
  [0, 0, true],
  [0, null, false],
])('with %i left and a threshold of %p, low is %p', (available, threshold, low) => {
  expect(isLow(available, threshold)).toBe(low);
});
