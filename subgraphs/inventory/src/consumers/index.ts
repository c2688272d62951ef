import { confirmOnOrderConfirmed } from './confirm-on-order-confirmed.ts';
import { returnOnSellerOrderCancelled } from './return-on-seller-order-cancelled.ts';
import { trackOnItemCreated } from './track-on-item-created.ts';

/** Everything inventory reacts to. */
export const consumers = [trackOnItemCreated, confirmOnOrderConfirmed, returnOnSellerOrderCancelled];
