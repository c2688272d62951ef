import { randomInt } from 'node:crypto';
import { newId } from '@app/kernel/ids';
import type { EventPayload } from '@app/schema/events';
import type { DeliveryWork, Dispatch } from '../context.ts';
import type { DeliveryRow } from '../db.ts';
import { isCalledOff } from './called-off.ts';
import { jobOf } from './move-delivery.ts';
import { searchCourier } from './search-courier.ts';

const CODE_DIGITS = 6;
const newCode = (): string =>
  randomInt(10 ** CODE_DIGITS)
    .toString()
    .padStart(CODE_DIGITS, '0');

/** Opens the job for a seller order and looks for a courier at once; null when there is one already, and when it was called off. */
export async function requestDelivery(
  dispatch: Dispatch,
  work: DeliveryWork,
  order: EventPayload<'seller-order.accepted'>,
): Promise<DeliveryRow | null> {
  const { sellerOrderId, orderId, businessId, customerId, pickup, dropoff } = order;
  if (await isCalledOff(work, order)) return null;
  const [delivery] = await work.tx.delivery.createManyAndReturn({
    data: {
      id: newId('del'),
      sellerOrderId,
      orderId,
      businessId,
      customerId,
      pickupLatitude: pickup.latitude,
      pickupLongitude: pickup.longitude,
      dropoffLatitude: dropoff.latitude,
      dropoffLongitude: dropoff.longitude,
      handoverCode: newCode(),
      createdAt: work.now,
    },
    skipDuplicates: true,
  });
  if (!delivery) return null;
  work.emit('delivery.requested', delivery.id, jobOf(delivery));
  return searchCourier(dispatch, work, { delivery });
}
