import { consumer } from '@app/kernel/events';
import { ok } from '@app/kernel/result';
import { confirmAtOnce } from '../commands/confirm-at-once.ts';
import { confirmHold } from '../commands/confirm-hold.ts';
import type { Tx } from '../db.ts';
import { countEnding } from '../figures.ts';

/** An order is certain: its units leave the stock, or `stock.hold-lost` says that they are gone. */
export const confirmOnOrderConfirmed = consumer<'order.confirmed', Tx>({
  name: 'inventory.confirm-on-order-confirmed',
  on: 'order.confirmed',
  async atOnce(work, { orderId }, claim) {
    const confirmed = await confirmAtOnce(work, orderId, claim);
    if (confirmed) countEnding(ok('CONFIRMED'));
    return confirmed;
  },
  handle: (work, { orderId }) => confirmHold(work, { orderId }).then(countEnding),
});
