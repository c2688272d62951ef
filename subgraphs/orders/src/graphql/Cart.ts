import type { ObjectResolvers } from '@app/kernel/graphql';
import { keyText } from '@app/kernel/graphql';
import { toMoney } from '@app/kernel/money';
import type { CartLineRow } from '../db.ts';
import { lineTotal, priceOf } from '../domain/pricing.ts';
import { orderSettings } from '../env.ts';
import type {
  Cart as CartGql,
  CartItem as CartItemGql,
  CartItemResolvers,
  CartResolvers,
} from '../generated/graphql.ts';
import type { CartView } from '../reads/cart.ts';

const currencyOf = ({ lines }: CartView): string => lines[0]?.currency ?? orderSettings().ORDERS_CURRENCY;

export const Cart: ObjectResolvers<CartResolvers, CartGql, CartView> = {
  __resolveReference: ({ id }, { reads }) => {
    const key = keyText(id);
    return key === null ? null : reads.carts.load(key);
  },
  items: ({ lines }) => [...lines],
  subtotal: (cart) => toMoney(priceOf(cart.lines).amounts.subtotalMinor, currencyOf(cart)),
  tax: (cart) => toMoney(priceOf(cart.lines).amounts.taxMinor, currencyOf(cart)),
  deliveryFee: (cart) => toMoney(priceOf(cart.lines).amounts.deliveryFeeMinor, currencyOf(cart)),
  total: (cart) => toMoney(priceOf(cart.lines).amounts.totalMinor, currencyOf(cart)),
};

export const CartItem: ObjectResolvers<CartItemResolvers, CartItemGql, CartLineRow> = {
  item: ({ itemId }) => ({ __typename: 'MenuItem', id: itemId }),
  unitPrice: ({ unitMinor, currency }) => toMoney(unitMinor, currency),
  total: (line) => toMoney(lineTotal(line), line.currency),
};
