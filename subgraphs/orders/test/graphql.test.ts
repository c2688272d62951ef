import { ADA, openWorld } from './support/world.ts';

const world = openWorld();
beforeEach(() => world.reset());
afterAll(() => world.close());

const CART = /* GraphQL */ `
  fragment C on Cart { id items { name quantity unitPrice { amount } total { amount } item { id } }
    subtotal { amount } tax { amount } deliveryFee { amount } total { amount currencyCode minorUnits } }`;

describe('orders over GraphQL', () => {
  it('goes from an empty cart to an order', async () => {
    expect(await world.ask(ADA, `{ cart { ...C } } ${CART}`)).toMatchObject({
      data: {
        cart: { id: 'cart_usr_ada', items: [], total: { amount: '0.00', currencyCode: 'EUR', minorUnits: '0' } },
      },
    });
    const add = /* GraphQL */ `mutation ($input: CartAddItemInput!) { cartAddItem(input: $input) { cart { ...C } userErrors { code } } } ${CART}`;
    await world.ask(ADA, add, { input: { itemId: 'itm_soup', quantity: 2 } });
    expect(await world.ask(ADA, add, { input: { itemId: 'itm_pizza' } })).toEqual({
      data: {
        cartAddItem: {
          cart: {
            id: 'cart_usr_ada',
            items: [
              {
                name: 'Soup',
                quantity: 2,
                unitPrice: { amount: '6.50' },
                total: { amount: '13.00' },
                item: { id: 'itm_soup' },
              },
              {
                name: 'Pizza',
                quantity: 1,
                unitPrice: { amount: '10.05' },
                total: { amount: '10.05' },
                item: { id: 'itm_pizza' },
              },
            ],
            subtotal: { amount: '23.05' },
            tax: { amount: '0.70' },
            deliveryFee: { amount: '1.90' },
            total: { amount: '25.65', currencyCode: 'EUR', minorUnits: '2565' },
          },
          userErrors: [],
        },
      },
    });
    const input = {
      addressId: 'adr_home',
      paymentMethod: 'CASH',
      idempotencyKey: 'a-key-of-mine',
      expectedTotal: '25.65',
    };
    const placed = await world.ask(
      ADA,
      /* GraphQL */ `mutation ($input: CheckoutInput!) { checkout(input: $input) { order {
        status total { amount } sellerOrders { businessName status total { amount } availableMoves items { name quantity } }
        history { status actor } } userErrors { code message } } }`,
      { input },
    );
    expect(placed).toEqual({
      data: {
        checkout: {
          order: {
            status: 'CONFIRMED',
            total: { amount: '25.65' },
            sellerOrders: [
              {
                businessName: 'Bistro',
                status: 'PLACED',
                total: { amount: '13.00' },
                availableMoves: [],
                items: [{ name: 'Soup', quantity: 2 }],
              },
              {
                businessName: 'Pizza',
                status: 'PLACED',
                total: { amount: '12.65' },
                availableMoves: [],
                items: [{ name: 'Pizza', quantity: 1 }],
              },
            ],
            history: [
              { status: 'PENDING', actor: 'CUSTOMER' },
              { status: 'SellerOrder.PLACED', actor: 'CUSTOMER' },
              { status: 'SellerOrder.PLACED', actor: 'CUSTOMER' },
              { status: 'CONFIRMED', actor: null },
            ],
          },
          userErrors: [],
        },
      },
    });
    expect(await world.ask(ADA, '{ cart { items { name } } }')).toEqual({ data: { cart: { items: [] } } });
  });
});
