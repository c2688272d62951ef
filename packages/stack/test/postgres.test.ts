import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { withClient } from '../src/migrate.ts';
import { freePort } from '../src/ports.ts';
import { isPostgresAt, type Postgres, postgresPid, startPostgres } from '../src/postgres.ts';
import { isAlive, until } from '../src/processes.ts';
import { temporaryFolders } from './support/folder.ts';

const running: Postgres[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});
const newFolder = temporaryFolders();

const start = async (dataDir: string, onExit?: (sentence: string) => void): Promise<Postgres> => {
  const server = await startPostgres({ dataDir, port: await freePort(), durable: false, ...(onExit && { onExit }) });
  running.push(server);
  return server;
};

const notesIn = ({ url }: Postgres) =>
  withClient(`${url}/postgres`, async (client) => (await client.query('SELECT text FROM note')).rows);

describe('an embedded PostgreSQL', () => {
  it('takes up its data where a killed run left them, and ends what that run left running', async () => {
    const dataDir = path.join(newFolder(), 'postgres');
    const first = await start(dataDir);
    await withClient(`${first.url}/postgres`, (client) => client.query(`CREATE TABLE note AS SELECT 'kept' AS text`));
    const second = await start(dataDir); // nobody stopped the first
    expect(isAlive(first.pid)).toBe(false);
    expect(await notesIn(second)).toEqual([{ text: 'kept' }]);
    process.kill(second.pid, 'SIGKILL');
    const third = await start(dataDir);
    expect(await notesIn(third)).toEqual([{ text: 'kept' }]);
  });

  it('starts over a pid file whose process is another program by now', async () => {
    const dataDir = path.join(newFolder(), 'postgres');
    await (await start(dataDir)).stop();
    writeFileSync(path.join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n`);
    const again = await start(dataDir);
    expect(postgresPid(dataDir)).toBe(again.pid);
    expect(isAlive(process.pid)).toBe(true);
  });

  it('starts over a cluster that was only half made', async () => {
    const dataDir = path.join(newFolder(), 'postgres');
    mkdirSync(path.join(`${dataDir}.new`, 'base'), { recursive: true });
    const server = await start(dataDir);
    expect(await isPostgresAt(server.url)).toBe(true);
  });

  it('tells in a sentence when it has died, and nothing when it was stopped', async () => {
    const told: string[] = [];
    const dataDir = path.join(newFolder(), 'postgres');
    const server = await start(dataDir, (sentence) => told.push(sentence));
    process.kill(server.pid, 'SIGKILL');
    expect(await until(() => told.length > 0, 5_000)).toBe(true);
    expect(told[0]).toMatch(/^PostgreSQL has ended by itself: .* \(its log is .*postgres\.log\)\.$/);
    const second = await start(dataDir, (sentence) => told.push(sentence));
    await second.stop();
    expect(told.length).toBe(1);
  });

  it('says in a sentence why it cannot start', async () => {
    const first = await start(path.join(newFolder(), 'postgres'));
    const dataDir = path.join(newFolder(), 'postgres');
    await expect(startPostgres({ dataDir, port: first.port, durable: false })).rejects.toThrow(
      /^PostgreSQL did not start: .* \(its log is .*\)\.$/,
    );
  });
});
