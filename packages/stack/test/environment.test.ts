import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { configuredDatabases, databasesOn } from '../src/databases.ts';
import { environmentFor, environmentOf } from '../src/environment.ts';
import { keysIn } from '../src/keys.ts';
import { portsFrom } from '../src/services.ts';
import { temporaryFolders } from './support/folder.ts';

const newFolder = temporaryFolders();

const environmentIn = (dataDir: string, given: NodeJS.ProcessEnv = {}) =>
  environmentOf({
    keys: keysIn(dataDir),
    databases: databasesOn('postgres://here:5432', configuredDatabases(given)),
    redisUrl: 'redis://here',
    ports: portsFrom(given),
    mounting: 'split',
    workers: 1,
    dataDir,
    given,
  });

describe('keys', () => {
  it('are made once and for their owner only', () => {
    const dataDir = newFolder();
    const made = keysIn(dataDir);
    expect(keysIn(dataDir)).toEqual(made);
    expect(statSync(path.join(dataDir, 'keys.json')).mode & 0o777).toBe(0o600);
    expect(keysIn(newFolder()).sandboxApiKey).not.toBe(made.sandboxApiKey);
  });

  it('are published in their public half, under the name of their service', () => {
    const environment = environmentIn(newFolder());
    const { keys } = JSON.parse(environment.SERVICE_JWKS ?? '') as { keys: { kid: string; d?: string; x: string }[] };
    const orders = keys.find(({ kid }) => kid === 'orders-1');
    const own = createPublicKey(createPrivateKey(environment.ORDERS_SERVICE_PRIVATE_KEY ?? '')).export({
      format: 'jwk',
    });
    expect(orders?.x).toBe(own.x);
    expect(keys.filter(({ d }) => d !== undefined)).toEqual([]);
    expect(keys).toHaveLength(8);
  });

  it('that cannot be read are neither replaced nor a stack trace', () => {
    const dataDir = newFolder();
    writeFileSync(path.join(dataDir, 'keys.json'), '{');
    expect(() => keysIn(dataDir)).toThrow(/keys\.json cannot be read as keys: put it right, or delete it/);
    expect(readFileSync(path.join(dataDir, 'keys.json'), 'utf8')).toBe('{');
  });
});

describe('an environment', () => {
  it('gives a process its own key and database only', () => {
    const environment = environmentIn(newFolder());
    const names = Object.keys(environmentFor('orders', 'split', environment));
    expect(names.filter((name) => /_PRIVATE_KEY$|_DATABASE_URL$|_FIELD_KEYS$/.test(name)).sort()).toEqual([
      'ORDERS_DATABASE_URL',
      'ORDERS_FIELD_KEYS',
      'ORDERS_SERVICE_PRIVATE_KEY',
    ]);
    const together = environmentFor('gateway', 'together', environment);
    expect(together).toEqual(environment);
  });

  it('takes databases, ports and keys from outside where they are given', () => {
    const environment = environmentIn(newFolder(), {
      DATABASE_URL: 'postgres://me:secret@there/ignored',
      USERS_DATABASE_URL: 'postgres://elsewhere/people',
      ORDERS_PORT: '5005',
      SANDBOX_API_KEY: 'a-key-of-my-own-1234',
    });
    expect(environment).toMatchObject({
      USERS_DATABASE_URL: 'postgres://elsewhere/people',
      ORDERS_DATABASE_URL: 'postgres://me:secret@there/orders_orders',
      ORDERS_URL: 'http://127.0.0.1:5005',
      SANDBOX_API_KEY: 'a-key-of-my-own-1234',
      PUBLIC_URL: 'http://localhost:4000',
    });
  });

  it('refuses a port that is none', () => {
    expect(() => portsFrom({ GATEWAY_PORT: 'http' })).toThrow(
      'GATEWAY_PORT is "http", which is no port: set it to a number from 1 to 65535.',
    );
  });
});
