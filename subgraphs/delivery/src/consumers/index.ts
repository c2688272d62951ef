import type { AnyConsumer } from '@app/kernel/events';
import type { Dispatch } from '../context.ts';
import type { Tx } from '../db.ts';
import { cancelOnOrderCancelled, cancelOnSellerOrderCancelled } from './cancel-on-order-cancelled.ts';
import { forgetShiftOnCancelled } from './forget-shift-on-cancelled.ts';
import { requestOnSellerOrderAccepted } from './request-on-seller-order-accepted.ts';

/** Everything delivery reacts to. */
export const consumersOf = (dispatch: Dispatch): AnyConsumer<Tx>[] => [
  requestOnSellerOrderAccepted(dispatch),
  cancelOnSellerOrderCancelled,
  cancelOnOrderCancelled,
  forgetShiftOnCancelled(dispatch),
];
