import type { DeliveryWork } from '../context.ts';

/** An order, or one part of it. */
export interface Which {
  readonly orderId: string;
  readonly sellerOrderId?: string;
}

// A Redis that loses everything may bring back old news after newer: what was called off may be accepted again, it seems.

/** Remembers that it was called off, and lets nobody open a job of this order before this transaction ends. */
export async function callOff({ tx, now }: DeliveryWork, { orderId, sellerOrderId }: Which): Promise<void> {
  await lock(tx, orderId);
  await tx.calledOff.createMany({ data: [{ id: sellerOrderId ?? orderId, at: now }], skipDuplicates: true });
}

/** Whether it was called off already; if not, nobody calls it off before this transaction ends. */
export async function isCalledOff({ tx }: DeliveryWork, { orderId, sellerOrderId }: Required<Which>): Promise<boolean> {
  await lock(tx, orderId);
  return (await tx.calledOff.count({ where: { id: { in: [orderId, sellerOrderId] } } })) > 0;
}

const lock = (tx: DeliveryWork['tx'], orderId: string): Promise<number> =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${orderId}, 0))`;
