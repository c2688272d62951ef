import { captureCashOnOrderDelivered } from './capture-cash-on-order-delivered.ts';
import { expireOnOrderCancelled } from './expire-on-order-cancelled.ts';
import { refundOnOrderRefundDue } from './refund-on-order-refund-due.ts';
import { refundOnSellerOrderCancelled } from './refund-on-seller-order-cancelled.ts';
import { settleOnSellerOrderDelivered } from './settle-on-seller-order-delivered.ts';

/** Everything payments reacts to. */
export const consumers = [
  captureCashOnOrderDelivered,
  expireOnOrderCancelled,
  refundOnSellerOrderCancelled,
  refundOnOrderRefundDue,
  settleOnSellerOrderDelivered,
];
