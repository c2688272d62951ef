import { timer } from '@app/kernel/timer';
import { expireHold } from '../commands/expire-hold.ts';
import type { Tx } from '../db.ts';
import { EXPIRE_HOLD } from '../domain/hold.lifecycle.ts';
import { countEnding } from '../figures.ts';

/** Every deadline inventory keeps. */
export const timers = [
  timer<Tx>({
    kind: EXPIRE_HOLD,
    handle: (work, { subject }) => expireHold(work, { orderId: subject }).then(countEnding),
  }),
];
