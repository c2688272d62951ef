import { countStatements } from '@app/kernel/testing';
import { reportPosition } from '../src/commands/report-position.ts';
import { assigned } from './support/steps.ts';
import {
  ADMIN,
  ANA,
  BEN,
  BISTRO,
  CUSTOMER,
  HOME,
  KITCHEN,
  NOBODY,
  north,
  openWorld,
  STRANGER,
} from './support/world.ts';

const world = openWorld({ courierCapacity: 50 });
beforeEach(() => world.reset());
afterAll(() => world.close());

const ENTITIES = /* GraphQL */ `
  query ($refs: [_Any!]!) {
    _entities(representations: $refs) {
      ... on SellerOrder { delivery { ...job } }
      ... on Delivery { ...job }
      ... on Courier { ...courier }
      ... on DeliveryOffer { id expiresAt pickup { latitude } dropoff { longitude } job: delivery { id ...job } }
    }
  }
  fragment job on Delivery { status etaSeconds handoverCode courier { ...courier } }
  fragment courier on Courier { name online location { latitude longitude } }
`;

const entitiesOf = (data: unknown) => (data as { _entities: ({ delivery: unknown } | null)[] })._entities;

const entity = async (viewer: typeof ANA, ref: Record<string, unknown>) => {
  const { data, errors } = await world.as(viewer).asks(ENTITIES, { refs: [ref] });
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(entitiesOf(data)[0]));
};

describe('a job on its way', () => {
  const courier = { name: ANA.name, online: true, location: BISTRO };
  const job = { status: 'ASSIGNED', etaSeconds: 511, courier };

  it.each([
    ['its customer', CUSTOMER, true],
    ['its business', KITCHEN, false],
    ['its courier', ANA, false],
    ['an admin', ADMIN, false],
  ])('is seen by %s', async (_, viewer, knowsCode) => {
    const { id, handoverCode } = await assigned(world);
    const shown = { ...job, handoverCode: knowsCode ? handoverCode : null };
    expect(await entity(viewer, { __typename: 'SellerOrder', id: 'sor_1' })).toEqual({ delivery: shown });
    expect(await entity(viewer, { __typename: 'Delivery', id })).toEqual(shown);
    expect(await entity(viewer, { __typename: 'Courier', id: 'cou_ana' })).toEqual(courier);
  });

  it.each([
    ['a stranger', STRANGER],
    ['another courier', BEN],
    ['nobody', NOBODY],
  ])('is not seen by %s', async (_, viewer) => {
    const { id } = await assigned(world);
    await world.courier(BEN);
    expect(await entity(viewer, { __typename: 'SellerOrder', id: 'sor_1' })).toEqual({ delivery: null });
    expect(await entity(viewer, { __typename: 'Delivery', id })).toBeNull();
    expect(await entity(viewer, { __typename: 'Courier', id: 'cou_ana' })).toBeNull();
  });

  it.each([[{ not: '' }], [''], [['a']], [null], ['a\0'], [7]])('is not found by the key %j', async (id) => {
    await assigned(world);
    for (const __typename of ['Delivery', 'Courier', 'DeliveryOffer', 'SellerOrder'])
      expect(await entity(CUSTOMER, { __typename, id })).toBeNull();
  });

  it('shows where its courier is now, to the digit', async () => {
    await assigned(world);
    const place = { latitude: 52.5234567, longitude: 13.4101234 };
    await world.as(ANA).performs(reportPosition, { location: place });
    const { delivery } = await entity(CUSTOMER, { __typename: 'SellerOrder', id: 'sor_1' });
    expect(delivery.courier.location).toEqual(place);
    expect(delivery.etaSeconds).not.toBe(511);
    await world.redis.flushdb();
    const after = await entity(CUSTOMER, { __typename: 'SellerOrder', id: 'sor_1' });
    expect(after.delivery.courier.location).toEqual(BISTRO);
  });

  it('shows its courier still, but no longer where they are, once it is delivered', async () => {
    const { id } = await assigned(world);
    await world.db.delivery.update({ where: { id }, data: { status: 'DELIVERED' } });
    const { delivery } = await entity(CUSTOMER, { __typename: 'SellerOrder', id: 'sor_1' });
    expect(delivery).toMatchObject({
      status: 'DELIVERED',
      etaSeconds: null,
      courier: { name: ANA.name, location: null },
    });
    expect((await entity(KITCHEN, { __typename: 'Courier', id: 'cou_ana' })).location).toBeNull();
    expect((await entity(ANA, { __typename: 'Courier', id: 'cou_ana' })).location).toEqual(BISTRO);
  });
});

describe('an offer', () => {
  const OPEN = '{ deliveryOffersOpen { id } }';

  it('is shown to the courier it is made to, with the job, and to nobody else', async () => {
    await world.courier(ANA);
    const { id } = await world.request();
    const offer = await world.openOffer(id);
    const ref = { __typename: 'DeliveryOffer', id: offer?.id };
    expect(await entity(ANA, ref)).toEqual({
      id: offer?.id,
      expiresAt: offer?.expiresAt.toISOString(),
      pickup: { latitude: BISTRO.latitude },
      dropoff: { longitude: HOME.longitude },
      job: { id, status: 'OFFERED', etaSeconds: null, handoverCode: null, courier: null },
    });
    for (const viewer of [STRANGER, BEN, CUSTOMER, KITCHEN, NOBODY]) expect(await entity(viewer, ref)).toBeNull();
    expect(await entity(ANA, { __typename: 'Delivery', id })).toMatchObject({ status: 'OFFERED' });
    expect((await world.as(ANA).asks(OPEN)).data).toEqual({ deliveryOffersOpen: [{ id: offer?.id }] });
    expect((await world.as(STRANGER).asks(OPEN)).data).toEqual({ deliveryOffersOpen: [] });
    expect((await world.as(CUSTOMER).asks(OPEN)).data).toEqual({ deliveryOffersOpen: null });
  });

  it('that has ended tells its courier nothing of who has the job now', async () => {
    await world.courier(ANA);
    await world.courier(BEN, { lastLatitude: north(900).latitude });
    const { id } = await world.request();
    const first = await world.openOffer(id);
    await world.pass(31);
    const second = await world.openOffer(id);
    const accept = /* GraphQL */ `
      mutation ($id: ID!) { deliveryOfferAccept(input: { offerId: $id }) { delivery { status } userErrors { code } } }
    `;
    expect((await world.as(BEN).asks(accept, { id: second?.id })).data).toEqual({
      deliveryOfferAccept: { delivery: { status: 'ASSIGNED' }, userErrors: [] },
    });
    expect((await entity(ANA, { __typename: 'DeliveryOffer', id: first?.id })).job).toEqual({
      id,
      status: 'ASSIGNED',
      etaSeconds: null,
      handoverCode: null,
      courier: null,
    });
    expect(await entity(ANA, { __typename: 'Delivery', id })).toBeNull();
    expect((await world.as(ANA).asks(OPEN)).data).toEqual({ deliveryOffersOpen: [] });
  });

  it('list is for the gateway only', async () => {
    const { errors } = await world.as({ ...ANA, caller: 'orders' }).asks(OPEN);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('what a page costs', () => {
  it('is one statement for twenty jobs, and two more for their couriers, whoever asks', async () => {
    const refs = Array.from({ length: 20 }, (_, index) => ({ __typename: 'SellerOrder', id: `sor_${index}` }));
    for (const [index, { id }] of refs.entries()) await assigned(world, id, `ord_${index}`);
    const plain =
      'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on SellerOrder { delivery { status } } } }';
    const ask = async (viewer: typeof ANA, query: string) => {
      const { result, statements } = await countStatements(() => world.as(viewer).asks(query, { refs }));
      expect(entitiesOf(result.data).filter((each) => each?.delivery)).toHaveLength(20);
      return statements.length;
    };
    expect(await ask(CUSTOMER, plain)).toBe(1);
    expect(await ask(CUSTOMER, ENTITIES)).toBe(3);
    expect(await ask(KITCHEN, ENTITIES)).toBe(3);
    expect(await ask(ADMIN, ENTITIES)).toBe(2);
    expect(await ask(ANA, ENTITIES)).toBe(2);
  });
});
