import { describe, expect, it } from '@jest/globals';
import { connectionOf, decodeCursor, encodeCursor, pageSize } from '../src/cursor.ts';
import { keyText, scalars } from '../src/graphql.ts';
import { newId } from '../src/ids.ts';
import { lifecycle, survey } from '../src/lifecycle.ts';
import { basisPoints, formatAmount, parseAmount, split, toMoney } from '../src/money.ts';

describe('money', () => {
  it.each([
    [1250n, 'EUR', '12.50'],
    [5n, 'EUR', '0.05'],
    [-5n, 'EUR', '-0.05'],
    [1250n, 'JPY', '1250'],
    [1250n, 'KWD', '1.250'],
    [12_345_678_901_234_567_890n, 'EUR', '123456789012345678.90'],
  ])('%s %s reads %s', (minor, currency, text) => {
    expect(formatAmount({ minor, currency })).toBe(text);
  });

  it.each([
    ['12.50', 'EUR', 1250n],
    ['12.5', 'EUR', 1250n],
    ['12', 'EUR', 1200n],
    ['-0.05', 'EUR', -5n],
    ['1250', 'JPY', 1250n],
  ])('%s %s is %s', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toEqual({ ok: true, value: minor });
  });

  it.each([
    ['12.505', 'EUR'],
    ['1.5', 'JPY'],
    ['1e3', 'EUR'],
    ['', 'EUR'],
    ['.5', 'EUR'],
    ['1,50', 'EUR'],
    ['9'.repeat(20), 'EUR'],
  ])('%s is no amount of %s', (text, currency) => {
    expect(parseAmount(text, currency)).toMatchObject({ ok: false, code: 'INVALID_INPUT' });
  });

  it('takes a share, rounding half up', () => {
    expect([basisPoints(1005n, 700), basisPoints(50n, 100), basisPoints(49n, 100)]).toEqual([70n, 1n, 0n]);
  });

  it.each([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [5n, [3n, 7n], [2n, 3n]],
    [7n, [0n, 0n], [7n, 0n]],
    [0n, [1n, 2n], [0n, 0n]],
  ])('splits %s by %s without losing a cent', (minor, weights, shares) => {
    expect(split(minor, weights)).toEqual(shares);
  });

  it('shows itself three ways', () => {
    expect(toMoney(1250n, 'EUR')).toEqual({ amount: '12.50', currencyCode: 'EUR', minorUnits: 1250n });
  });
});

describe('cursors and pages', () => {
  it('come back as they went', () => {
    expect(decodeCursor(encodeCursor(['2026', 7, 'ord_1']), ['string', 'number', 'string'])).toEqual([
      '2026',
      7,
      'ord_1',
    ]);
  });

  it.each([
    '',
    'x',
    encodeCursor([1]),
    encodeCursor(['a', 'b']),
    encodeCursor(['a\0']),
    Buffer.from('{"0":"a"}').toString('base64url'),
  ])('a forged one is refused: %j', (cursor) => {
    expect(() => decodeCursor(cursor, ['string'])).toThrow(
      expect.objectContaining({ extensions: { code: 'INVALID_CURSOR' } }),
    );
  });

  it.each([0, -1, 101])('a page of %d is refused', (first) => {
    expect(() => pageSize(first)).toThrow(expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }));
  });

  it('a connection knows from one row too many that there are more', () => {
    const page = connectionOf(['a', 'b', 'c'], { size: 2, after: null, key: (row) => [row] });
    expect(page.edges.map(({ node }) => node)).toEqual(['a', 'b']);
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false, endCursor: encodeCursor(['b']) });
  });
});

describe('what comes from outside', () => {
  it.each([{ not: '' }, ['x'], 7, null, undefined, '', 'x'.repeat(65), 'a\0b'])('%j is no key', (value) => {
    expect(keyText(value)).toBeNull();
  });

  it.each(['2026-01-31', '31.01.2026', 'yesterday', '2026-13-01T00:00:00Z'])('%s is no DateTime', (text) => {
    expect(() => scalars.DateTime.parseValue(text)).toThrow('DateTime');
  });

  it('a BigInt survives the way through JSON', () => {
    const big = 2n ** 80n;
    expect(scalars.BigInt.parseValue(scalars.BigInt.serialize(big))).toBe(big);
    expect(() => scalars.BigInt.parseValue('1.5')).toThrow('BigInt');
  });

  it('ids sort by age', () => {
    const ids = Array.from({ length: 100 }, () => newId('ord'));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(100);
  });
});

describe('a lifecycle', () => {
  const door = lifecycle({
    entity: 'Door',
    initial: 'CLOSED',
    moves: {
      open: { from: ['CLOSED'], to: 'OPEN', by: ['guest', 'host'], emits: 'user.registered' },
      close: { from: ['OPEN'], to: 'CLOSED', by: ['host'], emits: 'user.registered' },
    },
  });

  it('answers who may do what from where', () => {
    expect(door.check('open', 'CLOSED', 'guest')).toMatchObject({ ok: true, value: { to: 'OPEN' } });
    expect(door.check('close', 'OPEN', 'guest')).toMatchObject({ ok: false, code: 'MOVE_NOT_ALLOWED' });
    expect(door.check('open', 'OPEN', 'host')).toMatchObject({
      ok: false,
      message: 'Door is OPEN; open needs CLOSED.',
    });
    expect(door.available('OPEN', 'host')).toEqual(['close']);
  });

  it('can be surveyed', () => {
    expect(survey(door)).toEqual({ states: ['CLOSED', 'OPEN'], unreachable: [], final: [] });
  });
});
