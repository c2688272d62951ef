import { countStatements } from '@app/kernel/testing';
import { captured, fill, opened, request, until } from './support/acts.ts';
import { ADA, ADMIN, BISTRO, BOB, NOBODY, PIZZA } from './support/identities.ts';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const ENTITIES = /* GraphQL */ `
  query ($refs: [_Any!]!) {
    _entities(representations: $refs) {
      ... on Order { payment { id url } }
      ... on Payment { id status method amount { amount currencyCode minorUnits } refunded { amount } url }
    }
  }
`;
const TOP_UP = /* GraphQL */ `
  mutation ($input: WalletTopUpInput!) {
    walletTopUp(input: $input) { payment { id status amount { amount } url } userErrors { code path } }
  }
`;
const OPEN = /* GraphQL */ `
  mutation ($input: PaymentOpenInput!) { paymentOpen(input: $input) { payment { id status url } userErrors { code } } }
`;
const REFUND = /* GraphQL */ `
  mutation ($input: PaymentRefundInput!) {
    paymentRefund(input: $input) { payment { id status } userErrors { code path } }
  }
`;
const orderRefs = (...ids: string[]) => ({ refs: ids.map((id) => ({ __typename: 'Order', id })) });
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
const codes = (answer: { errors?: readonly { extensions?: Record<string, unknown> }[] }) =>
  answer.errors?.map(({ extensions }) => extensions?.code);

describe('a payment', () => {
  it('is seen by its customer with the page to pay at, by its business and by admins without', async () => {
    const { id, url } = await opened(world);
    const seen = async (viewer: typeof ADA) => plain((await world.as(viewer).asks(ENTITIES, orderRefs('ord_1'))).data);
    expect(await seen(ADA)).toEqual({ _entities: [{ payment: { id, url } }] });
    expect(await seen(BISTRO)).toEqual({ _entities: [{ payment: { id, url: null } }] });
    expect(await seen(ADMIN)).toEqual({ _entities: [{ payment: { id, url: null } }] });
    for (const stranger of [BOB, PIZZA, NOBODY])
      expect(await seen(stranger)).toEqual({ _entities: [{ payment: null }] });
  });

  it('shows its amounts, and no page once it is paid', async () => {
    const { id } = await captured(world);
    const answer = await world.as(ADA).asks(ENTITIES, { refs: [{ __typename: 'Payment', id }] });
    expect(plain(answer.data)).toEqual({
      _entities: [
        {
          id,
          status: 'PAID',
          method: 'ONLINE',
          amount: { amount: '25.00', currencyCode: 'EUR', minorUnits: '2500' },
          refunded: { amount: '0.00' },
          url: null,
        },
      ],
    });
  });

  it.each([[{ not: '' }], [['pay_1']], [7], [null], ['\0'], ['x'.repeat(100)]])(
    'is not found under the key %j',
    async (id) => {
      await opened(world);
      const refs = [
        { __typename: 'Payment', id },
        { __typename: 'Order', id },
      ];
      expect(plain((await world.as(ADA).asks(ENTITIES, { refs })).data)).toEqual({ _entities: [null, null] });
    },
  );

  it('takes one statement for twenty orders', async () => {
    const ids = Array.from({ length: 20 }, (_, n) => `ord_${n}`);
    for (const orderId of ids) await opened(world, { orderId, method: 'CASH' });
    const { result, statements } = await countStatements(() => world.as(ADA).asks(ENTITIES, orderRefs(...ids)));
    expect(JSON.stringify(plain(result.data)).match(/"id":"pay_/g)).toHaveLength(20);
    expect(statements).toHaveLength(1);
  });
});

describe('the wallet', () => {
  const WALLET = '{ wallet { balance { amount currencyCode } } }';
  const amount = async () =>
    plain((await world.as(ADA).asks(WALLET)).data) as { wallet: { balance: { amount: string; currencyCode: string } } };

  it('is empty at first, and holds what was paid into it', async () => {
    expect(await amount()).toEqual({ wallet: { balance: { amount: '0.00', currencyCode: 'EUR' } } });
    const input = { amount: '20.00', currencyCode: 'EUR', idempotencyKey: 'one' };
    const { data } = await world.as(ADA).asks(TOP_UP, { input });
    const [payment] = await world.db.payment.findMany();
    expect(plain(data)).toEqual({
      walletTopUp: {
        payment: { id: payment?.id, status: 'PENDING', amount: { amount: '20.00' }, url: payment?.url },
        userErrors: [],
      },
    });
    await fetch(`${payment?.url}/pay`, { method: 'POST' });
    await until('credited', async () => (await amount()).wallet.balance.amount === '20.00');
    expect((await world.told()).at(-1)).toMatchObject({ type: 'payment.captured', payload: { orderId: null } });
  });

  it('answers one key with one payment, also at the same moment, and refuses another input under it', async () => {
    const ask = (amount: string, viewer = ADA) =>
      world.as(viewer).asks(TOP_UP, { input: { amount, currencyCode: 'EUR', idempotencyKey: 'one' } });
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask('20.00')));
    expect(new Set(answers.map(({ data }) => JSON.stringify(plain(data)))).size).toBe(1);
    expect(await world.db.payment.count()).toBe(1);
    expect(plain((await ask('21.00')).data)).toMatchObject({
      walletTopUp: { payment: null, userErrors: [{ code: 'IDEMPOTENCY_CONFLICT', path: ['input', 'idempotencyKey'] }] },
    });
    expect(plain((await ask('21.00', BOB)).data)).toMatchObject({ walletTopUp: { userErrors: [] } });
  });

  it.each([
    ['0.00', 'EUR'],
    ['-1.00', 'EUR'],
    ['1.001', 'EUR'],
    ['ten', 'EUR'],
    ['1e3', 'EUR'],
    ['10.00', 'USD'],
    ['10.00', 'euro'],
  ])('takes no top-up of %s %s', async (amount, currencyCode) => {
    const { data } = await world.as(ADA).asks(TOP_UP, { input: { amount, currencyCode, idempotencyKey: 'one' } });
    expect(plain(data)).toMatchObject({ walletTopUp: { payment: null, userErrors: [{ code: 'INVALID_INPUT' }] } });
    expect(await world.db.payment.count()).toBe(0);
  });

  it('belongs to customers', async () => {
    expect(codes(await world.as(NOBODY).asks(WALLET))).toEqual(['UNAUTHENTICATED']);
    expect(codes(await world.as(BISTRO).asks(WALLET))).toEqual(['FORBIDDEN']);
  });
});

describe('fields for some only', () => {
  const { terms: _terms, currency: currencyCode, ...rest } = request({ terms: {} } as World);
  const input = { ...rest, currencyCode, amountMinor: '2500' };

  it('opens payments for orders, and for nobody else', async () => {
    expect(codes(await world.as(ADA).asks(OPEN, { input }))).toEqual(['FORBIDDEN']);
    expect(codes(await world.as(ADMIN).asks('mutation { paymentVoid(orderId: "ord_1") }'))).toEqual(['FORBIDDEN']);
    expect(await world.db.payment.count()).toBe(0);
    const { data } = await world.as(ADA).asks(OPEN, { input }, 'orders');
    expect(plain(data)).toMatchObject({
      paymentOpen: { payment: { status: 'PENDING', url: expect.any(String) }, userErrors: [] },
    });
    expect((await world.as(ADA).asks('mutation { paymentVoid(orderId: "ord_1") }', {}, 'orders')).data).toEqual({
      paymentVoid: true,
    });
  });

  it.each([['0'], ['-1'], ['9999999999999']])('opens no payment of %s', async (amountMinor) => {
    const { data } = await world.as(ADA).asks(OPEN, { input: { ...input, amountMinor } }, 'orders');
    expect(plain(data)).toMatchObject({ paymentOpen: { payment: null, userErrors: [{ code: 'INVALID_INPUT' }] } });
  });

  it('refunds for admins, and for nobody else', async () => {
    await fill(world, ADA.id, '25.00');
    const { id: paymentId } = await opened(world, { method: 'WALLET' });
    const variables = { input: { paymentId, idempotencyKey: 'one' } };
    for (const viewer of [ADA, BISTRO])
      expect(codes(await world.as(viewer).asks(REFUND, variables))).toEqual(['FORBIDDEN']);
    expect(codes(await world.as(NOBODY).asks(REFUND, variables))).toEqual(['UNAUTHENTICATED']);
    expect(await world.balance(ADA.id)).toBe(0n);
    const { data } = await world.as(ADMIN).asks(REFUND, variables);
    expect(plain(data)).toEqual({ paymentRefund: { payment: { id: paymentId, status: 'REFUNDED' }, userErrors: [] } });
    expect(await world.balance(ADA.id)).toBe(2_500n);
  });
});
