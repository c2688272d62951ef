import { countStatements } from '@app/kernel/testing';
import { anonymous } from '@app/kernel/viewer';
import { graphql } from 'graphql';
import { contextFor } from '../src/context.ts';
import type { ShownItem } from '../src/reads/item.loader.ts';
import { recent } from '../src/reads/recent.ts';
import { businessesSchema } from '../src/subgraph.ts';
import { openWorld } from './support/world.ts';

describe('what was read a moment ago', () => {
  it('is forgotten together, none of it older than it may be', () => {
    let at = 0;
    const kept = recent<string>(900, () => at);
    kept.set('a', 'A');
    at = 600;
    kept.set('b', 'B');
    at = 899;
    expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual(['A', 'B', undefined]);
    at = 900;
    expect([kept.get('a'), kept.get('b')]).toEqual([undefined, undefined]);
    kept.set('b', 'B2');
    at = 1_799;
    expect(kept.get('b')).toBe('B2');
  });

  it('is nothing when it may not be old at all', () => {
    const kept = recent<string>(0, () => 5);
    kept.set('a', 'A');
    expect(kept.get('a')).toBeUndefined();
  });

  it('does not grow without end', () => {
    const kept = recent<number>(900, () => 0);
    for (let n = 0; n <= 10_000; n++) kept.set(`key-${n}`, n);
    expect([kept.get('key-0'), kept.get('key-10000')]).toEqual([undefined, 10_000]);
  });
});

describe('a menu', () => {
  const world = openWorld();
  afterAll(() => world.close());

  it('is read once a moment for all who browse, and never for an order', async () => {
    await world.reset();
    await world.business({ id: 'biz_1' });
    await world.item({ id: 'itm_1', businessId: 'biz_1' });
    let at = 0;
    const menus = recent<ShownItem[]>(900, () => at);
    const ask = async (caller: string, source: string) => {
      const contextValue = contextFor({ db: world.db, menus }, anonymous(caller));
      return (await graphql({ schema: businessesSchema, source, contextValue })).data;
    };
    const browse = () => ask('gateway', '{ business(id: "biz_1") { menu { price { amount } available } } }');
    const was = { business: { menu: [{ price: { amount: '6.50' }, available: true }] } };
    expect(await browse()).toEqual(was);

    await world.db.menuItem.updateMany({ data: { priceMinor: 700n, inStock: false } });

    const { result, statements } = await countStatements(browse);
    expect(result).toEqual(was);
    expect(statements).toHaveLength(1);
    expect(await ask('orders', '{ itemsForOrder(ids: ["itm_1"]) { priceMinor available } }')).toEqual({
      itemsForOrder: [{ priceMinor: '700', available: true }],
    });
    at = 900;
    expect(await browse()).toEqual({ business: { menu: [{ price: { amount: '7.00' }, available: false }] } });
  });
});
