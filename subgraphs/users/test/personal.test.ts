import { randomBytes } from 'node:crypto';
import { fieldKeys, openCipher } from '@app/kernel/cipher';
import { resealTable } from '@app/kernel/sealed-fields';
import { addAddress } from '../src/commands/add-address.ts';
import { resealPersonal } from '../src/personal.ts';
import { orderingCustomer } from '../src/reads/ordering-customer.ts';
import { customer, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const home = { line1: 'Alexanderplatz 1', line2: 'Rear building', city: 'Berlin', country: 'DE', postalCode: '10178' };
const contact = { contactName: 'Carla', contactPhone: '+49 30 123456' };
const ADA = customer('ada');
const kept = async () => (await world.pool.query('SELECT * FROM "Address"')).rows[0];

async function ownAddress() {
  await world.user('ada');
  const added = await world.as(ADA).does(addAddress, { ...home, ...contact });
  if (!added.ok) throw new Error(added.message);
  return added.value;
}

describe('street, contact and telephone', () => {
  it('are sealed in the database, and read as they were given', async () => {
    const address = await ownAddress();
    expect(address).toMatchObject({ ...home, ...contact });
    for (const text of Object.values(contact).concat(home.line1, home.line2))
      expect(JSON.stringify(await kept())).not.toContain(text);
    const found = await orderingCustomer(world.db, { userId: 'ada', addressId: address.id });
    expect(found?.address).toMatchObject({ ...home, ...contact });
    const { data } = await world.ask(ADA, '{ me { addresses { line1 line2 contactName contactPhone } } }');
    expect(data.me.addresses).toEqual([{ line1: home.line1, line2: home.line2, ...contact }]);
  });

  it('that were kept before there was a key are read, and sealed by the next run, once', async () => {
    const { id } = await ownAddress();
    await world.pool.query(`UPDATE "Address" SET "line1" = 'Old street 5'`);
    await world.pool.query(`UPDATE "User" SET "phone" = '+49 30 1'`);
    const found = await orderingCustomer(world.db, { userId: 'ada', addressId: id });
    expect(found).toMatchObject({ phone: '+49 30 1', address: { line1: 'Old street 5' } });
    expect([await resealPersonal(world.pool), await resealPersonal(world.pool)]).toEqual([2, 0]);
    expect((await kept()).line1).toMatch(/^sealed:test:/);
    expect(await orderingCustomer(world.db, { userId: 'ada', addressId: id })).toEqual(found);
  });

  it('are sealed anew after a rotation', async () => {
    await ownAddress();
    const rotated = openCipher(
      fieldKeys.parse(`new:${randomBytes(32).toString('base64')},${process.env.USERS_FIELD_KEYS}`),
    );
    const fields = { table: 'Address', columns: ['line1', 'line2', 'contactName', 'contactPhone'] } as const;
    expect([await resealTable(world.pool, rotated, fields), await resealTable(world.pool, rotated, fields)]).toEqual([
      1, 0,
    ]);
    const { id, line1 } = await kept();
    expect(line1).toMatch(/^sealed:new:/);
    expect(rotated.open(line1, `Address.line1:${id}`)).toBe(home.line1);
  });
});
