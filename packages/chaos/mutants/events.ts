import type { Mutant, TestCatcher } from '../src/mutants/mutant.ts';

const KERNEL = 'packages/kernel/src';
const kernelTest =
  (path: string) =>
  (name?: string): TestCatcher => ({
    workspace: 'packages/kernel',
    path: `test/${path}.test.ts`,
    ...(name && { name }),
  });
const messaging = kernelTest('messaging');
const recovery = kernelTest('recovery');
const deadlines = kernelTest('deadlines');
const loss = kernelTest('loss');

/** Telling and hearing, each with one guard less. */
export const eventMutants: readonly Mutant[] = [
  {
    name: 'inbox row outside of the transaction',
    breaks: 'a reaction that fails once never happens',
    edits: [
      {
        file: `${KERNEL}/events/deliver.ts`,
        search: 'const claimed = await work.tx.$executeRaw`\n        INSERT INTO "InboxEvent"',
        replace: 'const claimed = await (db as unknown as Tx).$executeRaw`\n        INSERT INTO "InboxEvent"',
      },
    ],
    caughtBy: messaging('tries again what fails'),
  },
  {
    name: 'inbox is not asked',
    breaks: 'an event that is heard twice acts twice',
    edits: [{ file: `${KERNEL}/events/deliver.ts`, search: `if (claimed === 0) return 'duplicate';`, replace: '' }],
    caughtBy: messaging('handles an event once'),
  },
  {
    name: 'acknowledged before it is committed',
    breaks: 'a crash in between loses the reaction',
    edits: [
      {
        file: `${KERNEL}/events/reader.ts`,
        search: '    await lanes.add(',
        replace: '    await redis.xack(stream, service, id);\n    await lanes.add(',
      },
    ],
    caughtBy: recovery('hears again what it was still working on when it went'),
  },
  {
    name: 'relay asks for what comes after the last one told',
    breaks: 'a transaction that took its position early and commits late is never told',
    edits: [
      {
        file: `${KERNEL}/events/relay.ts`,
        search: 'FROM "OutboxEvent" WHERE "publishedAt" IS NULL',
        replace:
          'FROM "OutboxEvent" WHERE "position" > (SELECT coalesce(max("position"), 0) FROM "OutboxEvent" WHERE "publishedAt" IS NOT NULL)',
      },
    ],
    caughtBy: messaging('tells an early position that commits late'),
  },
  {
    name: 'stream trimmed by length (MAXLEN)',
    breaks: 'what a slow listener has not read is gone, and no figure shows it',
    edits: [
      {
        file: `${KERNEL}/events/streams.ts`,
        search: `redis.call('XADD', KEYS[1], '*', 'e', ARGV[at], 'm', ARGV[at + 1])`,
        replace: `redis.call('XADD', KEYS[1], 'MAXLEN', 1, '*', 'e', ARGV[at], 'm', ARGV[at + 1])`,
      },
    ],
    caughtBy: messaging('brings every event to its consumer'),
  },
  {
    name: 'stream trimmed without asking what is acknowledged',
    breaks: 'what was read but not finished before a crash is gone',
    edits: [
      {
        file: `${KERNEL}/events/streams.ts`,
        search: `local first = pending[2] or facts['last-delivered-id']`,
        replace: `local first = facts['last-delivered-id']`,
      },
    ],
    caughtBy: recovery('keeps what a group has not acknowledged'),
  },
  {
    name: 'outbox written after the transaction',
    breaks: 'a crash after the commit loses the fact',
    edits: [
      {
        file: `${KERNEL}/work.ts`,
        search: '        await flush(tx, told);\n        return result;\n      });',
        replace:
          '        lost.push(told);\n        return result;\n      }).then(async (result) => {\n        for (const told of lost.splice(0)) await flush(db as unknown as Tx, told);\n        return result;\n      });',
      },
      {
        file: `${KERNEL}/work.ts`,
        search: '  for (let attempt = 1; ; attempt++) {\n    try {\n      return await attemptOnce',
        replace:
          '  const lost: Told[] = [];\n  for (let attempt = 1; ; attempt++) {\n    try {\n      return await attemptOnce',
      },
    ],
    caughtBy: kernelTest('failpoints')(),
  },
  {
    name: 'what Redis forgot is not told again',
    breaks: 'a Redis that comes back without its newest entries has lost facts for good',
    edits: [
      {
        file: `${KERNEL}/events/loss.ts`,
        search: 'if (known <= last) return lastId;',
        replace: 'if (known > -1) return lastId;',
      },
    ],
    caughtBy: recovery('notices when Redis comes back without its newest entries'),
  },
  {
    name: 'an emptied Redis is not noticed',
    breaks: 'what nobody had heard yet is lost as soon as something new is told',
    edits: [
      {
        file: `${KERNEL}/events/loss.ts`,
        search: 'await redis.get(markOf(stream));',
        replace: "(await redis.get(markOf(stream))) ?? wholeMark('');",
      },
    ],
    caughtBy: loss(),
  },
  {
    name: 'new facts are told without asking whether old ones are still there',
    breaks: 'after a loss of Redis what is new is heard before what is old',
    edits: [
      {
        file: `${KERNEL}/events/streams.ts`,
        search: `if redis.call('GET', KEYS[2]) ~= ARGV[1] then return {} end`,
        replace: '',
      },
      { file: `${KERNEL}/events/streams.ts`, search: 'if older(last, ARGV[2]) then return {} end', replace: '' },
    ],
    caughtBy: loss('is told what is old before anything new'),
  },
  {
    name: 'a group that comes late takes what is left',
    breaks: 'a domain that was away when Redis came back empty never hears what was trimmed before it came',
    edits: [
      {
        file: `${KERNEL}/events/streams.ts`,
        search: `then redis.call('DEL', KEYS[2]) end`,
        replace: `then redis.call('EXISTS', KEYS[2]) end`,
      },
    ],
    caughtBy: kernelTest('history')(),
  },
  {
    name: 'events are believed whoever wrote them',
    breaks: 'who can write to Redis can say that an order was paid',
    edits: [
      {
        file: `${KERNEL}/events/envelope.ts`,
        search: 'if (ours.prove(publisher, text, macs)) return;',
        replace: 'return;',
      },
    ],
    caughtBy: kernelTest('macs')('that somebody else put there is a dead letter'),
  },
  {
    name: 'deadline stays after it was kept',
    breaks: 'a deadline is kept again and again',
    edits: [
      {
        file: `${KERNEL}/events/deadlines.ts`,
        search: `DELETE FROM "Deadline" WHERE ("kind", "subject") IN (`,
        replace: `UPDATE "Deadline" SET "attempts" = 0 WHERE ("kind", "subject") IN (`,
      },
    ],
    caughtBy: deadlines('run once, in the transaction that removes them'),
  },
];
