import type { Logger } from '@app/kernel/log';
import { cancelOnPaymentFailed } from './cancel-on-payment-failed.ts';
import { cancelOnStockLost } from './cancel-on-stock-lost.ts';
import { confirmOnPaymentCaptured } from './confirm-on-payment-captured.ts';
import { followDelivery } from './follow-delivery.ts';
import { showPaymentRefunded } from './show-payment-refunded.ts';

/** Everything orders reacts to. */
export const consumersOf = (log: Logger) => [
  confirmOnPaymentCaptured,
  cancelOnPaymentFailed,
  showPaymentRefunded,
  followDelivery,
  cancelOnStockLost(log),
];
