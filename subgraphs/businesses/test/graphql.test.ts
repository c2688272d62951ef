import { countStatements } from '@app/kernel/testing';
import { anonymous, type Viewer } from '@app/kernel/viewer';
import { ADMIN, memberOf, NOBODY, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const MENU =
  '{ business(id: "biz_1") { name isOpen location { latitude } menu { id available price { amount minorUnits } } } }';

describe('a business', () => {
  it('shows its visible items in its own order, and which can be ordered', async () => {
    await world.business({ id: 'biz_1' });
    await world.item({ id: 'itm_off', businessId: 'biz_1', position: 3, switchedOn: false });
    await world.item({ id: 'itm_out', businessId: 'biz_1', position: 2, inStock: false });
    await world.item({ id: 'itm_hidden', businessId: 'biz_1', position: 1, visible: false });
    await world.item({ id: 'itm_good', businessId: 'biz_1', position: 9, priceMinor: 1_290n });

    const { result, statements } = await countStatements(() => world.ask(NOBODY, MENU));

    const price = { amount: '6.50', minorUnits: '650' };
    expect(result.data.business).toEqual({
      name: 'BIZ_1',
      isOpen: true,
      location: { latitude: 52.52 },
      menu: [
        { id: 'itm_out', available: false, price },
        { id: 'itm_off', available: false, price },
        { id: 'itm_good', available: true, price: { amount: '12.90', minorUnits: '1290' } },
      ],
    });
    expect(statements).toHaveLength(2);
  });

  it.each<[string, 'ACTIVE' | 'PENDING' | 'SUSPENDED', Viewer, boolean]>([
    ['anybody', 'ACTIVE', NOBODY, true],
    ['a stranger', 'PENDING', memberOf('biz_2'), false],
    ['nobody signed in', 'SUSPENDED', NOBODY, false],
    ['its own people', 'PENDING', memberOf('biz_1'), true],
    ['an admin', 'SUSPENDED', ADMIN, true],
    [
      'another subgraph with the ids in its token',
      'SUSPENDED',
      { ...anonymous('orders'), businessIds: ['biz_1'] },
      false,
    ],
  ])('is there for %s when it is %s: %#', async (_who, status, viewer, there) => {
    await world.business({ id: 'biz_1', status });
    await world.item({ id: 'itm_1', businessId: 'biz_1' });
    const { data, errors } = await world.ask(
      viewer,
      `query ($refs: [_Any!]!) {
        business(id: "biz_1") { id }
        _entities(representations: $refs) { ... on Business { id } ... on MenuItem { id available } }
      }`,
      {
        refs: [
          { __typename: 'Business', id: 'biz_1' },
          { __typename: 'MenuItem', id: 'itm_1' },
        ],
      },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      business: there ? { id: 'biz_1' } : null,
      _entities: there ? [{ id: 'biz_1' }, { id: 'itm_1', available: status === 'ACTIVE' }] : [null, null],
    });
  });
});

describe('entities', () => {
  it('are loaded in one statement a type, and nothing that is no key reaches it', async () => {
    for (const id of ['biz_1', 'biz_2']) {
      await world.business({ id });
      await world.item({ id: `itm_${id}`, businessId: id });
    }
    await world.item({ id: 'itm_hidden', businessId: 'biz_1', visible: false });
    const ids = ['itm_biz_2', 'itm_hidden', 'itm_biz_1', { not: '' }, 7, '', '\0', '__proto__'];
    const refs = [
      ...ids.map((id) => ({ __typename: 'MenuItem', id })),
      ...['biz_2', { in: [] }, 'biz_1'].map((id) => ({ __typename: 'Business', id })),
    ];

    const { result, statements } = await countStatements(() =>
      world.ask(
        NOBODY,
        'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on MenuItem { name } ... on Business { name } } }',
        { refs },
      ),
    );

    expect(result.data._entities.map((entity: { name: string } | null) => entity?.name ?? null)).toEqual([
      'ITM_BIZ_2',
      null,
      'ITM_BIZ_1',
      null,
      null,
      null,
      null,
      null,
      'BIZ_2',
      null,
      'BIZ_1',
    ]);
    expect(statements).toHaveLength(2);
  });

  it('show hidden items to their own people', async () => {
    await world.business({ id: 'biz_1' });
    await world.item({ id: 'itm_hidden', businessId: 'biz_1', visible: false });
    const { data } = await world.ask(
      memberOf('biz_1'),
      'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on MenuItem { name available business { name } } } }',
      { refs: [{ __typename: 'MenuItem', id: 'itm_hidden' }] },
    );
    expect(data._entities).toEqual([{ name: 'ITM_HIDDEN', available: false, business: { name: 'BIZ_1' } }]);
  });
});
