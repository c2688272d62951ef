import { barrier } from '@app/kernel/testing';
import { anonymous, type Viewer } from '@app/kernel/viewer';
import { run } from '@app/kernel/work';
import { ADDRESSES_MAX, addAddress } from '../src/commands/add-address.ts';
import type { Db } from '../src/db.ts';
import { customer, NOBODY, NOON, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(async () => {
  await world.reset();
  await world.user('ada');
});
afterAll(() => world.close());

const ADA = customer('ada');
const CREATE = /* GraphQL */ `
  mutation ($input: AddressCreateInput!) {
    addressCreate(input: $input) {
      address { line1 line2 country contactName location { latitude longitude } }
      userErrors { code path }
    }
  }
`;
const home = { line1: ' Alexanderplatz 1 ', city: 'Berlin', country: 'de', postalCode: '10178' };
const fill = (count: number) =>
  world.db.address.createMany({
    data: Array.from({ length: count }, (_, n) => ({ ...home, id: `adr_${n}`, userId: 'ada', createdAt: NOON })),
  });

/** A database where counts wait for each other, for as long as it takes to see that a lock keeps the others away. */
function worstTiming(parties: number): Db {
  const allHaveCounted = barrier(parties);
  const count = async <A>({ args, query }: { args: A; query: (args: A) => Promise<unknown> }) => {
    const counted = await query(args);
    await Promise.race([allHaveCounted(), new Promise((resolve) => setTimeout(resolve, 150))]);
    return counted;
  };
  return world.db.$extends({ query: { address: { count } } }) as unknown as Db;
}

describe('adding an address', () => {
  it('keeps it, tidied', async () => {
    const location = { latitude: 52.5219, longitude: 13.4132 };
    const { data } = await world.ask(ADA, CREATE, { input: { ...home, location } });
    expect(data.addressCreate).toEqual({
      address: { line1: 'Alexanderplatz 1', line2: null, country: 'DE', contactName: null, location },
      userErrors: [],
    });
  });

  it.each([
    ['line1', { line1: ' ' }],
    ['line1', { line1: 'a\0' }],
    ['line2', { line2: 'x'.repeat(201) }],
    ['country', { country: 'Germany' }],
    ['country', { country: 'ZZ' }],
    ['contactPhone', { contactPhone: 'no number' }],
    ['location.latitude', { location: { latitude: 91, longitude: 0 } }],
    ['location.longitude', { location: { latitude: 0, longitude: -180.5 } }],
  ])('names %s when it is not usable', async (field, wrong) => {
    const { data } = await world.ask(ADA, CREATE, { input: { ...home, ...wrong } });
    expect(data.addressCreate).toEqual({
      address: null,
      userErrors: [{ code: 'INVALID_INPUT', path: ['input', ...field.split('.')] }],
    });
    expect(await world.db.address.count()).toBe(0);
  });

  it('is for somebody who is signed in', async () => {
    const { errors } = await world.ask(NOBODY, CREATE, { input: home });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('stops when the book is full, also for four at the same moment', async () => {
    await fill(ADDRESSES_MAX - 1);
    const db = worstTiming(4);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => run({ db, viewer: ADA, clock: () => NOON }, addAddress, home)),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await world.db.address.count()).toBe(ADDRESSES_MAX);
  });
});

describe('the customer of an order', () => {
  const ASK = /* GraphQL */ `
    query ($userId: ID!, $addressId: ID!) {
      orderingCustomer(userId: $userId, addressId: $addressId) { id name email address { id city } }
    }
  `;
  const orders: Viewer = { ...ADA, caller: 'orders' };
  const ask = async (userId: string, viewer = orders) => world.ask(viewer, ASK, { userId, addressId: 'adr_0' });

  it('is the active owner of the address', async () => {
    await fill(1);
    expect((await ask('ada')).data.orderingCustomer).toEqual({
      id: 'ada',
      name: 'ADA',
      email: 'ada@example.test',
      address: { id: 'adr_0', city: 'Berlin' },
    });
  });

  it('is nobody with another one’s address, with none, or when suspended', async () => {
    await world.user('bob');
    expect((await ask('ada')).data.orderingCustomer).toBeNull();
    await fill(1);
    expect((await ask('bob')).data.orderingCustomer).toBeNull();
    await world.db.user.updateMany({ data: { status: 'SUSPENDED' } });
    expect((await ask('ada')).data.orderingCustomer).toBeNull();
  });

  it('is told to orders only', async () => {
    await fill(1);
    const { errors } = await ask('ada', { ...anonymous('gateway') });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});
