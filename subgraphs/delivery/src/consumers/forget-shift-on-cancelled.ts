import { consumer } from '@app/kernel/events';
import type { Dispatch } from '../context.ts';
import type { Tx } from '../db.ts';

/** A job was called off by somebody else than its courier, and that has committed: their next position report looks again. */
export const forgetShiftOnCancelled = ({ positions }: Pick<Dispatch, 'positions'>) =>
  consumer<'delivery.cancelled', Tx>({
    name: 'delivery.forget-shift-on-cancelled',
    on: 'delivery.cancelled',
    async handle({ tx }, { deliveryId }) {
      const delivery = await tx.delivery.findUnique({ where: { id: deliveryId }, select: { courierUserId: true } });
      if (delivery?.courierUserId) await positions.forgetShift(delivery.courierUserId);
    },
  });
