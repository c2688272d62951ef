import { describe, expect, it } from '@jest/globals';
import { fullMessageOf, lastSaid } from '../src/failure.ts';
import { seedEach } from '../src/seed-each.ts';

const POSTGRES = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:54329';

describe('demo data that cannot be written', () => {
  it('says of each domain why, with all that PostgreSQL says, and the others have theirs', async () => {
    let written = 0;
    const failures = await seedEach(
      {
        users: async (pool) => void (await pool.query('SELECT * FROM "NoSuchTable"')),
        businesses: async (pool) => {
          await pool.query(
            `DO $$ BEGIN RAISE 'twice' USING DETAIL = 'Key (id)=(1) already exists.', HINT = 'Start afresh.'; END $$`,
          );
        },
        orders: async (pool) => {
          written = (await pool.query<{ n: number }>('SELECT 1 AS n')).rows[0]?.n ?? 0;
        },
      },
      () => `${POSTGRES}/postgres`,
    );
    expect(failures).toEqual([
      'users: relation "NoSuchTable" does not exist',
      'businesses: twice\n  Key (id)=(1) already exists.\n  Start afresh.',
    ]);
    expect(written).toBe(1);
  });

  it('says all that the program has said, and what ended it', () => {
    expect(lastSaid({ stderr: 'node:internal/loader\n\nError: no module\n', signal: null })).toBe(
      'node:internal/loader\n\nError: no module',
    );
    expect(lastSaid({ message: 'Command failed', stderr: '', signal: 'SIGKILL' })).toBe(
      'Command failed\nIt was ended by SIGKILL.',
    );
    expect(fullMessageOf(new Error('only this'))).toBe('only this');
  });
});
