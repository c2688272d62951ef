import type { Mutant, TestCatcher } from '../src/mutants/mutant.ts';

const PAYMENTS = 'subgraphs/payments/src';
const payments = (path: string, name?: string): TestCatcher => ({
  workspace: 'subgraphs/payments',
  path: `test/${path}.test.ts`,
  ...(name && { name }),
});

/** Money, each with one guard less. */
export const moneyMutants: readonly Mutant[] = [
  {
    name: 'no reconciler',
    breaks: 'money of which no webhook tells is never found',
    edits: [
      {
        file: `${PAYMENTS}/jobs/settle-session.ts`,
        search: `    const session = await look(flow, payment, reference);\n`,
        replace: `    if (payment) return;\n    const session = await look(flow, payment, reference);\n`,
      },
    ],
    caughtBy: payments('reconcile', 'the reconciler finds money'),
  },
  {
    name: 'refund without a guard',
    breaks: 'more goes back than was paid',
    edits: [
      {
        file: `${PAYMENTS}/commands/open-refund.ts`,
        search: ' || payment.refundDueMinor + amountMinor > payment.amountMinor',
        replace: '',
      },
      {
        file: `${PAYMENTS}/commands/open-refund.ts`,
        search: ', refundDueMinor: { lte: payment.amountMinor - amountMinor }',
        replace: '',
      },
    ],
    caughtBy: payments('refund', 'a refund an admin asks for never gives back more'),
  },
  {
    name: 'no CHECK on refunds and wallets',
    breaks: 'a writer that forgets the condition gives back too much',
    edits: [
      {
        file: 'prisma/payments/migrations/0002_init/migration.sql',
        search: `CHECK ("balanceMinor" >= 0)`,
        replace: 'CHECK (true)',
      },
    ],
    caughtBy: payments('ledger', 'the ledger commits no wallet below zero'),
  },
  {
    name: 'wallet debited without a condition',
    breaks: 'a wallet pays what it does not hold',
    edits: [
      {
        file: `${PAYMENTS}/commands/wallet.ts`,
        search: ', balanceMinor: { gte: amountMinor }',
        replace: '',
      },
    ],
    caughtBy: payments('open-payment', 'paying from the wallet'),
  },
  {
    name: 'captured without looking at the state',
    breaks: 'a payment that is told twice is booked twice',
    edits: [
      {
        file: `${PAYMENTS}/commands/complete-payment.ts`,
        search: `if (!canMove(payment, 'capture')) return ok(payment);`,
        replace: `if (!canMove(payment, 'capture') && !payment) return ok(payment);`,
      },
    ],
    caughtBy: payments('complete-payment'),
  },
  {
    name: 'webhook stored without its id',
    breaks: 'a webhook that comes again is applied again',
    edits: [
      {
        file: `${PAYMENTS}/commands/store-webhook.ts`,
        search: 'data: [{ ...event, receivedAt: now }]',
        replace: `data: [{ ...event, eventId: \`\${event.eventId}:\${Math.random()}\`, receivedAt: now }]`,
      },
    ],
    caughtBy: payments('webhook', 'a webhook is kept and applied once'),
  },
  {
    name: 'ledger line without its counterpart',
    breaks: 'money appears from nowhere',
    edits: [
      {
        file: `${PAYMENTS}/commands/book.ts`,
        search: `      { account: from, amount: \`\${-amountMinor}\` },\n`,
        replace: '',
      },
    ],
    caughtBy: payments('complete-payment'),
  },
  {
    name: 'a key is not remembered (money)',
    breaks: 'a top-up that is sent twice is two payments',
    edits: [
      {
        file: `${PAYMENTS}/commands/ask-once.ts`,
        search: 'if (!before) return ok(null);',
        replace: 'if (!before || before.key === asking.key) return ok(null);',
      },
      { file: `${PAYMENTS}/commands/ask-once.ts`, search: 'if (count === 0) throw', replace: 'if (count < 0) throw' },
    ],
    caughtBy: payments('refund', 'a refund an admin asks for is one refund under one key'),
  },
];
