import { consumer } from '@app/kernel/events';
import { requestDelivery } from '../commands/request-delivery.ts';
import type { Dispatch } from '../context.ts';
import type { Tx } from '../db.ts';

/** The business takes the order: somebody has to bring it. */
export const requestOnSellerOrderAccepted = (dispatch: Dispatch) =>
  consumer<'seller-order.accepted', Tx>({
    name: 'delivery.request-on-seller-order-accepted',
    on: 'seller-order.accepted',
    handle: (work, order) => requestDelivery(dispatch, work, order),
  });
