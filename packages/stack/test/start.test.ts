import { execFile } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { inRepository } from '../src/paths.ts';
import { freePort } from '../src/ports.ts';
import { commandOf } from '../src/processes.ts';
import { temporaryFolders } from './support/folder.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
const newFolder = temporaryFolders();

type Ended = { code: number; out: string; err: string };

const command = (name: string, variables: Record<string, string>): Promise<Ended> =>
  new Promise((resolve) => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const options = { env: { ...env, ...variables } };
    execFile(process.execPath, [inRepository('packages', 'stack', 'bin', name)], options, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err: err.trim() }),
    );
  });

const busyPort = async (): Promise<number> => {
  const port = await freePort();
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return port;
};

describe('npm start refuses in one sentence', () => {
  it('a busy port, before it has started anything', async () => {
    const dataDir = newFolder();
    const port = await busyPort();
    const { code, err } = await command('start.mjs', { DATA_DIR: dataDir, GATEWAY_PORT: String(port) });
    expect(err).toBe(
      `Port ${port}, which gateway needs, is used by another program: stop that program, or start with GATEWAY_PORT=<another port>.`,
    );
    expect(code).toBe(1);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('a second start beside the first', async () => {
    const dataDir = newFolder();
    writeFileSync(path.join(dataDir, 'start.lock'), `${process.pid}\n${commandOf(process.pid)}\n`);
    const { code, err } = await command('start.mjs', { DATA_DIR: dataDir });
    expect(err).toMatch(`It runs already (process ${process.pid}) on ${dataDir}: use that one, or stop it`);
    expect(code).toBe(1);
  });

  it('a configured database that does not answer, without its password', async () => {
    const ports = { GATEWAY_PORT: String(await freePort()), PAYMENTS_PORT: String(await freePort()) };
    const url = `postgres://me:secret@127.0.0.1:${await freePort()}/people`;
    const variables = { ...ports, SANDBOX_PROVIDER_PORT: String(await freePort()), USERS_DATABASE_URL: url };
    const { code, err } = await command('start.mjs', { DATA_DIR: newFolder(), ...variables });
    expect(err).toMatch(
      /^USERS_DATABASE_URL names postgres:\/\/127\.0\.0\.1:\d+\/people, which cannot be used \(.*ECONNREFUSED.*\): put it right, or unset USERS_DATABASE_URL to use the embedded PostgreSQL\.$/,
    );
    expect(err).not.toContain('secret');
    expect(code).toBe(1);
  });

  it('a configured Redis that does not answer', async () => {
    const ports = { GATEWAY_PORT: String(await freePort()), PAYMENTS_PORT: String(await freePort()) };
    const variables = { ...ports, SANDBOX_PROVIDER_PORT: String(await freePort()) };
    const REDIS_URL = `redis://127.0.0.1:${await freePort()}`;
    const { code, err } = await command('start.mjs', { DATA_DIR: newFolder(), ...variables, REDIS_URL });
    expect(err).toBe(
      `REDIS_URL names ${REDIS_URL}, where no Redis answers: start it, or unset REDIS_URL to use one of ours.`,
    );
    expect(code).toBe(1);
  });
});

describe('npm run reset', () => {
  it('empties the data, and not while they are used', async () => {
    const dataDir = newFolder();
    writeFileSync(path.join(dataDir, 'keys.json'), '{}');
    const lock = path.join(dataDir, 'start.lock');
    writeFileSync(lock, `${process.pid}\n${commandOf(process.pid)}\n`);
    const refused = await command('reset.mjs', { DATA_DIR: dataDir });
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^It runs \(process \d+\), so nothing was emptied/),
    });
    expect(readdirSync(dataDir).sort()).toEqual(['keys.json', 'start.lock']);
    writeFileSync(lock, '');
    expect(await command('reset.mjs', { DATA_DIR: dataDir })).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(dataDir)).toEqual([]);
  });
});
