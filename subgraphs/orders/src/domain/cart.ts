/** The most lines a cart holds, and the most of one item. */
export const CART_LINES_MAX = 100;
export const QUANTITY_MAX = 99;

/** A customer's one cart: its id follows from theirs, so that an empty cart needs no row and two can never be made. */
export const cartIdOf = (customerId: string): string => `cart_${customerId}`;
