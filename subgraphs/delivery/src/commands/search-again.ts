import type { DeliveryWork, Dispatch } from '../context.ts';
import { searchCourier } from './search-courier.ts';

/** Takes the search up again for a job that still waits. */
export async function searchAgain(dispatch: Dispatch, work: DeliveryWork, deliveryId: string): Promise<void> {
  const delivery = await work.tx.delivery.findUnique({ where: { id: deliveryId } });
  if (delivery?.status === 'PENDING') await searchCourier(dispatch, work, { delivery });
}
