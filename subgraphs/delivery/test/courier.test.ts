import { ADMIN, ANA, BISTRO, CUSTOMER, NOBODY, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

describe('a courier', () => {
  const online = /* GraphQL */ `
    mutation ($at: GeoPointInput) {
      courierSetOnline(input: { online: true, location: $at }) {
        courier { id name online location { latitude } }
        userErrors { code path }
      }
    }
  `;

  it('starts, moves and is asked who they are', async () => {
    expect((await world.as(ANA).asks('{ courier { id } }')).data).toEqual({ courier: null });
    expect((await world.as(ANA).asks(online)).data).toEqual({
      courierSetOnline: { courier: null, userErrors: [{ code: 'LOCATION_REQUIRED', path: ['input', 'location'] }] },
    });
    const { data } = await world.as(ANA).asks(online, { at: BISTRO });
    const shown = { id: expect.stringMatching(/^cou_/), name: ANA.name, online: true };
    expect(data?.courierSetOnline).toMatchObject({
      courier: { ...shown, location: { latitude: BISTRO.latitude } },
      userErrors: [],
    });
    const moved = await world
      .as(ANA)
      .asks(
        'mutation { courierMove(input: { location: { latitude: 52.5, longitude: 13.4 } }) { courier { id location { latitude } } } }',
      );
    expect(moved.data).toMatchObject({ courierMove: { courier: { id: shown.id, location: { latitude: 52.5 } } } });
    expect((await world.as(ANA).asks('{ courier { id online } }')).data).toEqual({
      courier: { id: shown.id, online: true },
    });
  });

  it.each([
    ['UNAUTHENTICATED', NOBODY],
    ['FORBIDDEN', CUSTOMER],
    ['FORBIDDEN', ADMIN],
  ])('is the only one who may work as one: %s', async (code, viewer) => {
    for (const source of [
      '{ courier { id } }',
      'mutation { courierSetOnline(input: { online: false }) { courier { id } } }',
      'mutation { courierMove(input: { location: { latitude: 1, longitude: 1 } }) { courier { id } } }',
      'mutation { deliveryOfferAccept(input: { offerId: "x" }) { delivery { id } } }',
      'mutation { deliveryOfferDecline(input: { offerId: "x" }) { delivery { id } } }',
      'mutation { deliveryArrive(input: { deliveryId: "x" }) { delivery { id } } }',
      'mutation { deliveryPickUp(input: { deliveryId: "x" }) { delivery { id } } }',
      'mutation { deliveryComplete(input: { deliveryId: "x", handoverCode: "1" }) { delivery { id } } }',
    ]) {
      const { errors } = await world.as(viewer).asks(source);
      expect(errors?.map((error) => error.extensions.code)).toEqual([code]);
    }
  });
});
