import { z } from 'zod';
import { event, id } from './define.ts';

const job = {
  deliveryId: id,
  sellerOrderId: id,
  orderId: id,
  businessId: id,
  customerId: id,
  courierId: id.nullable(),
};

/** Facts the delivery subgraph publishes. */
export const deliveryEvents = {
  /** A job exists and looks for a courier. */
  'delivery.requested': event(1, job),
  /** A courier was asked. */
  'delivery.offered': event(1, { ...job, offerId: id, expiresAt: z.iso.datetime() }),
  /** The courier who was asked did not take it; the search goes on. */
  'delivery.offer-ended': event(1, { ...job, offerId: id, state: z.enum(['DECLINED', 'EXPIRED']) }),
  /** A courier took it. */
  'delivery.assigned': event(1, { ...job, courierUserId: id }),
  /** Nobody took it; the back office has to help (D4). */
  'delivery.unassigned': event(1, { ...job, reason: z.string() }),
  /** The courier is at the business. */
  'delivery.arrived': event(1, job),
  /** The courier has it and is on the way. */
  'delivery.picked-up': event(1, job),
  /** The courier has left the business behind. */
  'delivery.departed': event(1, job),
  /** Handed over. `cash`: the courier took the money if the order was to be paid in cash. */
  'delivery.delivered': event(1, job),
  'delivery.failed': event(1, { ...job, reason: z.string() }),
  'delivery.cancelled': event(1, job),
};
