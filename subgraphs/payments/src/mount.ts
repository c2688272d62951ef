import { defineSubgraph } from '@app/kernel/mount';
import type { Tx } from './db.ts';
import { paymentSettings } from './env.ts';
import { openPayments } from './open.ts';

/** The payments subgraph, for whatever process mounts it. */
export const paymentsSubgraph = defineSubgraph<Tx>({
  name: 'payments',
  open: (surroundings) => openPayments(surroundings, paymentSettings()),
});
