import type { Job, Timer } from '@app/kernel/timer';
import type { Flow } from '../context.ts';
import type { Tx } from '../db.ts';
import { cancelUnaccepted } from './cancel-unaccepted.ts';
import { cancelUnpaid } from './cancel-unpaid.ts';
import { expireCart } from './expire-cart.ts';
import { finishAbandonedCheckout, undoRefusedCheckout } from './finish-checkout.ts';

/** What orders does when a deadline passes. */
export const timersOf = (flow: Flow): (Timer<Tx> | Job)[] => [
  cancelUnpaid,
  cancelUnaccepted,
  expireCart,
  finishAbandonedCheckout(flow),
  undoRefusedCheckout(flow),
];
