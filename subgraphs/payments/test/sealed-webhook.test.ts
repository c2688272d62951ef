import { randomBytes } from 'node:crypto';
import { fieldKeys } from '@app/kernel/cipher';
import { Webhook } from 'standardwebhooks';
import { APPLY_WEBHOOK } from '../src/domain/reconcile.ts';
import { openVault } from '../src/personal.ts';
import { opened, until } from './support/acts.ts';
import { FIELD_KEYS, openWorld, SECRET, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const NEW_KEY = `new:${randomBytes(32).toString('base64')}`;
const ROTATED = `${NEW_KEY},${FIELD_KEYS}`;
const KEY = { provider: 'sandbox', eventId: 'evt_1' };
const PERSON = 'grace.hopper@example.test';

/** What the provider says when somebody has paid: more about the person than we ever asked for. */
const bodyFor = ({ id, providerReference }: { id: string; providerReference: string | null }): string => {
  const data = { amount: '2500', currency: 'EUR', reference: id, sessionId: providerReference, payer: PERSON };
  return JSON.stringify({ id: KEY.eventId, type: 'session.paid', data });
};
const stored = async () => (await world.pool.query('SELECT * FROM "WebhookEvent" ORDER BY "eventId"')).rows;
const statusOf = async (id: string) => (await world.payment(id)).status;
const start = async (keys: string) => world.rekey(keys)();
/** A webhook that was kept like this, and not applied before its process ended. */
const keep = async (body: string) => {
  await world.db.webhookEvent.create({ data: { ...KEY, body, receivedAt: new Date() } });
  const subject = `${KEY.provider}:${KEY.eventId}`;
  await world.db.deadline.create({ data: { kind: APPLY_WEBHOOK, subject, dueAt: new Date(), payload: {} } });
};
/** All rows of all tables as text. */
async function everything(): Promise<string> {
  const { rows } = await world.pool.query(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`);
  const texts = await Promise.all(rows.map(({ name }) => world.pool.query(`SELECT t::text FROM "${name}" AS t`)));
  return JSON.stringify(texts.map((table) => table.rows));
}

describe('the body of a webhook', () => {
  it('stands nowhere in the database as it came, and is applied all the same', async () => {
    const payment = await opened(world);
    const [body, at] = [bodyFor(payment), new Date()];
    const headers = {
      'webhook-id': KEY.eventId,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(SECRET).sign(KEY.eventId, at, body),
    };
    const { status } = await fetch(`${world.door.url}/webhooks/sandbox`, { method: 'POST', headers, body });
    expect(status).toBe(200);
    await until('paid', async () => (await statusOf(payment.id)) === 'PAID');
    const kept = await everything();
    expect(kept).toContain(payment.id);
    expect(kept).not.toContain(PERSON);
    expect(await stored()).toMatchObject([
      { ...KEY, body: expect.stringMatching(/^sealed:test:/), outcome: 'APPLIED' },
    ]);
  });

  it('is opened for its own webhook only', () => {
    const vault = openVault(fieldKeys.parse(FIELD_KEYS));
    const kept = vault.seal({ ...KEY, body: '{}' });
    expect(vault.bodyOf(kept)).toBe('{}');
    for (const other of [{ eventId: 'evt_2' }, { provider: 'stripe' }])
      expect(() => vault.bodyOf({ ...kept, ...other })).toThrow('cannot be opened');
  });

  it('from before bodies were sealed is read, and sealed by the next start, once', async () => {
    const payment = await opened(world);
    await keep(bodyFor(payment));
    await world.db.webhookEvent.create({ data: { ...KEY, provider: 'stripe', body: PERSON, receivedAt: new Date() } });
    await start(FIELD_KEYS);
    expect((await stored()).map(({ body }) => body)).toEqual(Array(2).fill(expect.stringMatching(/^sealed:test:/)));
    const once = await stored();
    await start(FIELD_KEYS);
    expect(await stored()).toEqual(once);
    await world.passes(APPLY_WEBHOOK);
    expect(await statusOf(payment.id)).toBe('PAID');
  });

  it('is applied as it is when nothing has sealed it yet', async () => {
    const payment = await opened(world);
    await keep(bodyFor(payment));
    await world.passes(APPLY_WEBHOOK);
    expect(await statusOf(payment.id)).toBe('PAID');
  });

  it('is sealed anew after a rotation; then the old key may go', async () => {
    const payment = await opened(world);
    await keep(openVault(fieldKeys.parse(FIELD_KEYS)).seal({ ...KEY, body: bodyFor(payment) }).body);
    await start(ROTATED);
    expect(await stored()).toMatchObject([{ body: expect.stringMatching(/^sealed:new:/), appliedAt: null }]);
    await start(NEW_KEY);
    await world.passes(APPLY_WEBHOOK);
    expect(await statusOf(payment.id)).toBe('PAID');
  });

  it('whose key was forgotten waits for it: who looks after this is told what to do, and nothing is lost', async () => {
    const payment = await opened(world);
    await keep(openVault(fieldKeys.parse(FIELD_KEYS)).seal({ ...KEY, body: bodyFor(payment) }).body);
    const before = await stored();
    const said: { err: Error }[] = [];
    const original = world.log.error;
    world.log.error = ((fields: { err: Error }) => void said.push(fields)) as never;
    await start(NEW_KEY);
    await world.passes(APPLY_WEBHOOK);
    world.log.error = original;

    const told = /no key of the id test: .* PAYMENTS_FIELD_KEYS/;
    expect(said.map(({ err }) => err.message)).toEqual(Array(2).fill(expect.stringMatching(told)));
    expect(await stored()).toEqual(before);
    expect(await statusOf(payment.id)).toBe('PENDING');
    expect(await world.deadlines(APPLY_WEBHOOK)).toMatchObject([
      { attempts: 1, lastError: expect.stringMatching(told) },
    ]);

    await start(ROTATED);
    await world.passes(APPLY_WEBHOOK);
    expect(await statusOf(payment.id)).toBe('PAID');
    expect(await world.deadlines(APPLY_WEBHOOK)).toEqual([]);
  });
});
