import type { Mutant, TestCatcher } from '../src/mutants/mutant.ts';

const ORDERS = 'subgraphs/orders/src';
const orders = (path: string, name?: string): TestCatcher => ({
  workspace: 'subgraphs/orders',
  path: `test/${path}.test.ts`,
  ...(name && { name }),
});

/** Orders and checkouts, each with one guard less. */
export const orderMutants: readonly Mutant[] = [
  {
    name: 'no lock on the order',
    breaks: 'two who decide about one order at once do not see each other',
    edits: [
      {
        file: `${ORDERS}/commands/change-order.ts`,
        search: `WHERE part."id" = \${sellerOrderId} FOR UPDATE OF o\``,
        replace: `WHERE part."id" = \${sellerOrderId}\``,
      },
      {
        file: `${ORDERS}/commands/order.writes.ts`,
        search: ` AND "version" = \${order.version}`,
        replace: '',
      },
      {
        file: `${ORDERS}/commands/move-parts.ts`,
        search: 'if (count !== parts.length) throw new LostRace();',
        replace: 'if (count > parts.length) throw new LostRace();',
      },
    ],
    caughtBy: orders('hand-over', 'a part that a courier is about to leave with'),
  },
  {
    name: 'saga step not recorded',
    breaks: 'a checkout whose process ends is never finished',
    edits: [
      {
        file: `${ORDERS}/timers/finish-checkout.ts`,
        search: '    if (abandoned) await finishCheckout(flow, abandoned);\n',
        replace: '',
      },
    ],
    caughtBy: orders('checkout.race', 'a process that ends in the middle of a checkout'),
  },
  {
    name: 'a lease that is not asked for',
    breaks: 'two processes work on one checkout at once',
    edits: [
      {
        file: `${ORDERS}/commands/settle-checkout.ts`,
        search: `"state" = 'STARTED' AND "leaseUntil" <= now()`,
        replace: `"state" = 'STARTED'`,
      },
    ],
    caughtBy: orders('checkout.race', 'a process that ends in the middle of a checkout'),
  },
  {
    name: 'refused although another took it up (fence)',
    breaks: 'a process that comes back from the dead undoes what another has finished',
    edits: [
      {
        file: `${ORDERS}/commands/settle-checkout.ts`,
        search: `state: 'STARTED', fence: checkout.fence }`,
        replace: `state: { not: 'REFUSED' } }`,
      },
    ],
    caughtBy: orders('checkout.race', 'a process that comes back'),
  },
  {
    name: 'money for a cancelled order is kept',
    breaks: 'a customer pays for nothing',
    edits: [
      {
        file: `${ORDERS}/commands/confirm-order.ts`,
        search: `if (order.status === 'CANCELLED')`,
        replace: `if (order.status === 'CANCELLED') return ok(null);\n  if (order.id === '')`,
      },
    ],
    caughtBy: orders('payments', 'money that arrives'),
  },
  {
    name: 'handed over without asking whether it was called off',
    breaks: 'an order is called off, given back and yet delivered',
    edits: [
      {
        file: 'subgraphs/delivery/src/commands/collect.ts',
        search: 'if (!job.value.done && !(await parts.kitchens.handOver(job.value.delivery.sellerOrderId)))',
        replace: 'if (!job.ok)',
      },
    ],
    caughtBy: { workspace: 'subgraphs/delivery', path: 'test/collect.test.ts' },
  },
  {
    name: 'refused checkout gives nothing back',
    breaks: 'stock stays promised to an order that never was',
    edits: [
      {
        file: `${ORDERS}/flows/finish-checkout.ts`,
        search: 'Promise.allSettled([neighbours.release(orderId), neighbours.voidPayment(orderId)])',
        replace: 'Promise.allSettled([neighbours.voidPayment(orderId)])',
      },
    ],
    caughtBy: orders('checkout', 'checking out gives the stock back'),
  },
];
