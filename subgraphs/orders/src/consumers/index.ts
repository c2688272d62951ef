import { cancelOnPaymentFailed } from './cancel-on-payment-failed.ts';
import { confirmOnPaymentCaptured } from './confirm-on-payment-captured.ts';
import { followDelivery } from './follow-delivery.ts';
import { showPaymentRefunded } from './show-payment-refunded.ts';

/** Everything orders reacts to. */
export const consumers = [confirmOnPaymentCaptured, cancelOnPaymentFailed, showPaymentRefunded, followDelivery];
