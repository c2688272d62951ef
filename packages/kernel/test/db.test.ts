import { openPool } from '../src/db.ts';

const POSTGRES = `${process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:54329'}/ratings_test_${process.env.JEST_WORKER_ID ?? 1}`;

describe('a connection that the database ends', () => {
  const pool = openPool('ratings', POSTGRES, 2);
  const other = openPool('ratings', POSTGRES, 1);
  afterAll(() => Promise.all([pool.end(), other.end()]));

  const terminate = (pid: number) => other.query('SELECT pg_terminate_backend($1)', [pid]);
  const pidOf = async (on: Pick<typeof pool, 'query'>) =>
    (await on.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0;

  // An `error` that nobody listens to would end the process: here, the test run.
  it('while it rests is replaced', async () => {
    const pid = await pidOf(pool);
    const removed = new Promise((resolve) => pool.once('remove', resolve));
    await terminate(pid);
    await removed;
    expect(await pidOf(pool)).not.toBe(pid);
  });

  it('between two statements of somebody who has it tells them at the next one', async () => {
    const client = await pool.connect();
    const ended = new Promise((resolve) => client.once('end', resolve));
    await terminate(await pidOf(client));
    await ended;
    await expect(client.query('SELECT 1')).rejects.toThrow();
    client.release(true);
    expect(await pidOf(pool)).toBeGreaterThan(0);
  });
});

describe('a host that is gone without a word', () => {
  const settings = `SELECT name, setting FROM pg_settings WHERE name IN
    ('idle_in_transaction_session_timeout', 'tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count')
    ORDER BY name`;
  const patience = [
    { name: 'idle_in_transaction_session_timeout', setting: '20000' },
    { name: 'tcp_keepalives_count', setting: '3' },
    { name: 'tcp_keepalives_idle', setting: '15' },
    { name: 'tcp_keepalives_interval', setting: '5' },
  ];

  it('keeps nothing locked for longer than half a minute: each session has asked the server for that', async () => {
    const pool = openPool('ratings', POSTGRES, 1);
    expect((await pool.query(settings)).rows).toEqual(patience);
    await pool.end();
  });
});
