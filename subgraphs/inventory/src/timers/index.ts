import { timer } from '@app/kernel/timer';
import { expireHold } from '../commands/expire-hold.ts';
import { EXPIRE_HOLD } from '../commands/hold-stock.ts';
import type { Tx } from '../db.ts';

/** Every deadline inventory keeps. */
export const timers = [
  timer<Tx>({ kind: EXPIRE_HOLD, handle: (work, { subject }) => expireHold(work, { orderId: subject }) }),
];
