import { ok, type Result } from '@app/kernel/result';
import { LostRace } from '@app/kernel/work';
import type { EventInput } from '@app/schema/events';
import type { DeliveryWork } from '../context.ts';
import type { DeliveryRow } from '../db.ts';
import { type DeliveryMove, deliveryLifecycle } from '../domain/delivery.lifecycle.ts';

type Emitted<Name extends DeliveryMove> = EventInput<(typeof deliveryLifecycle)['moves'][Name]['emits']>;

/** What every event about a job says. */
export const jobOf = (delivery: DeliveryRow) => ({
  deliveryId: delivery.id,
  sellerOrderId: delivery.sellerOrderId,
  orderId: delivery.orderId,
  businessId: delivery.businessId,
  customerId: delivery.customerId,
  courierId: delivery.courierId,
});

/** One step of a job: who takes it, what it writes beside the status, what its event says beside the job. */
export interface Step<Name extends DeliveryMove> {
  readonly by: 'courier' | 'system';
  readonly set?: Partial<
    Pick<
      DeliveryRow,
      | 'courierId'
      | 'courierUserId'
      | 'codeAttempts'
      | 'escalatedAt'
      | 'assignedAt'
      | 'arrivedAt'
      | 'pickedUpAt'
      | 'departedAt'
      | 'settledAt'
    >
  >;
  readonly tell: Omit<Emitted<Name>, keyof ReturnType<typeof jobOf>>;
}

/** Takes a job along one row of its lifecycle and publishes that row's event. The only place a status is written. */
export async function moveDelivery<Name extends DeliveryMove>(
  work: DeliveryWork,
  delivery: DeliveryRow,
  move: { readonly name: Name } & Step<Name>,
): Promise<Result<DeliveryRow, 'MOVE_NOT_ALLOWED'>> {
  // FAILED and RETURNED are not in the table: no move leads from them either.
  const checked = deliveryLifecycle.check(move.name, delivery.status as never, move.by as never);
  if (!checked.ok) return checked;
  // The status that was read is part of the WHERE: of two callers racing here, one finds no row.
  const [moved] = await work.tx.delivery.updateManyAndReturn({
    where: { id: delivery.id, status: delivery.status },
    data: { ...move.set, status: checked.value.to },
  });
  if (!moved) throw new LostRace(`Delivery ${delivery.id} is no longer ${delivery.status}.`);
  work.emit(checked.value.emits, moved.id, { ...jobOf(moved), ...move.tell } as never);
  return ok(moved);
}

/** The same after a first write, when a no can only mean that another writer came between. */
export async function mustMove<Name extends DeliveryMove>(
  work: DeliveryWork,
  delivery: DeliveryRow,
  move: { readonly name: Name } & Step<Name>,
): Promise<DeliveryRow> {
  const moved = await moveDelivery(work, delivery, move);
  if (!moved.ok) throw new LostRace(moved.message);
  return moved.value;
}
