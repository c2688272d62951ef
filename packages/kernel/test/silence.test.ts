import pg from 'pg';
import { pino } from 'pino';
import { lead } from '../src/events/leadership.ts';
import { endWhenSilent } from '../src/silence.ts';
import { openSilentWay } from './support/silent.ts';

const POSTGRES = `${process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:54329'}/ratings_test_${process.env.JEST_WORKER_ID ?? 1}`;

let way: Awaited<ReturnType<typeof openSilentWay>>;
beforeEach(async () => {
  way = await openSilentWay(POSTGRES);
});
afterEach(() => way.close());

describe('a database that is gone without a word', () => {
  it('fails who waits for an answer, and gives the place in the pool back', async () => {
    class Watched extends pg.Client {
      constructor(...given: ConstructorParameters<typeof pg.Client>) {
        super(...given);
        this.on('error', () => undefined);
        endWhenSilent(this, 500);
      }
    }
    const pool = new pg.Pool({ connectionString: way.url, max: 1, Client: Watched });
    pool.on('error', () => undefined);
    await pool.query('SELECT 1');
    way.fallSilent();
    await expect(pool.query('SELECT 2')).rejects.toThrow('silent');
    await expect(pool.query('SELECT 3 AS three')).resolves.toMatchObject({ rows: [{ three: 3 }] });
    await pool.end();
  }, 60_000);

  it('is not seen in a connection that rests', async () => {
    const client = new pg.Client({ connectionString: way.url });
    endWhenSilent(client, 100);
    await client.connect();
    await new Promise((resolve) => setTimeout(resolve, 400));
    await expect(client.query('SELECT 1 AS one')).resolves.toMatchObject({ rows: [{ one: 1 }] });
    await client.end();
  });

  it('does not keep its leader from asking again, nor from going', async () => {
    let begun = 0;
    const holder = new pg.Client({ connectionString: POSTGRES });
    await holder.connect();
    await holder.query('SELECT pg_advisory_lock(7001)');
    const begin = (): void => {
      begun += 1;
    };
    const duties = { begin, woken: () => {}, end: async () => {} };
    const log = pino({ level: 'silent' });
    const leadership = lead({ connectionString: way.url, service: 'ratings', log, duties });
    await new Promise((resolve) => setTimeout(resolve, 500));
    // It waits for its turn on a connection over which nothing comes any more.
    way.fallSilent();
    await holder.end();
    const end = Date.now() + 45_000;
    while (begun === 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(begun).toBe(1);
    await leadership.stop();
  }, 60_000);

  it('has its leader step down, as the database will have another one soon', async () => {
    const seen: string[] = [];
    const duties = { begin: () => void seen.push('began'), woken: () => {}, end: async () => void seen.push('ended') };
    const log = pino({ level: 'silent' });
    const leadership = lead({ connectionString: way.url, service: 'ratings', log, duties });
    const until = async (what: string) => {
      const end = Date.now() + 60_000;
      while (seen.at(-1) !== what && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(seen.at(-1)).toBe(what);
    };
    await until('began');
    way.fallSilent();
    await until('ended');
    expect(leadership.leading()).toBe(false);
    await leadership.stop();
  }, 130_000);
});
