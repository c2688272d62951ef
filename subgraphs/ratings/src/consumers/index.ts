import { allowOnSellerOrderDelivered } from './allow-on-seller-order-delivered.ts';

/** Everything ratings reacts to. */
export const consumers = [allowOnSellerOrderDelivered];
