import { buildSchema } from 'graphql';
import { pino } from 'pino';
import { openAnswering } from '../src/answering.ts';
import type { Identity } from '../src/identity.ts';
import { PeerUnavailable } from '../src/peers.ts';
import { anonymous } from '../src/viewer.ts';
import { LostRace } from '../src/work.ts';

const lines: { level: number; msg: string }[] = [];
const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
const identity = { verify: () => anonymous('gateway') } as unknown as Identity;

/** What a caller is told of a resolver that fails with this. */
async function told(failure: Error) {
  lines.length = 0;
  const schema = buildSchema('type Query { x: Int }');
  const field = schema.getQueryType()?.getFields().x;
  if (field)
    field.resolve = () => {
      throw failure;
    };
  const parts = { schema, context: () => ({}) } as never;
  const { execute } = openAnswering({ name: 'orders', parts, identity, log });
  const answer = await execute({ query: '{ x }', variables: {}, token: '', correlationId: 'req_1' } as never);
  const [error] = answer.errors ?? [];
  return { code: error?.extensions.code, message: error?.message, level: lines[0]?.level };
}
const failure = (message: string, more: object = {}) => Object.assign(new Error(message), more);

describe('a resolver that fails', () => {
  it.each([
    ['a transaction that got no room', failure('Unable to start a transaction in the given time.', { code: 'P2028' })],
    ['a transaction that took too long', failure('too long', { name: 'TransactionTooLong' })],
    ['a transaction that lost every race', new LostRace('the cart has changed')],
    ['a deadlock', failure('deadlock detected', { code: '40P01' })],
    ['a pool without a free place', failure('timeout exceeded when trying to connect')],
  ])('of %s says that there is too much going on', async (_name, error) => {
    expect(await told(error)).toEqual({
      code: 'UPSTREAM_UNAVAILABLE',
      message: 'Too much is going on right now. Try again.',
      level: 40,
    });
  });

  it.each([
    ['PostgreSQL that starts', failure('the database system is starting up', { code: '57P03' })],
    ['the same, in the words of Prisma', failure('Raw query failed. Code: `57P03`. Message: `the database …`')],
    ['a connection that was cut', failure('Connection terminated unexpectedly')],
    ['the same, in the words of Prisma', failure('Server has closed the connection.', { code: 'P1017' })],
    ['a socket that was reset', failure('read ECONNRESET', { code: 'ECONNRESET' })],
    ['a database without a word', failure('the database has been silent for too long')],
    ['a neighbour that does not answer', new PeerUnavailable('payments: connect ECONNREFUSED')],
  ])('of %s says that it is not known what happened', async (_name, error) => {
    const answer = await told(error);
    expect(answer).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', level: 40 });
    expect(answer.message).toContain('may or may not have happened');
    expect(answer.message).not.toContain(error.message);
  });

  it('of anything else is a mistake of ours, without its words', async () => {
    expect(await told(failure('x is not a function'))).toEqual({
      code: 'INTERNAL_SERVER_ERROR',
      message: 'Something went wrong on our side.',
      level: 50,
    });
  });
});
