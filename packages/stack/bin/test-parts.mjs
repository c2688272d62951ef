#!/usr/bin/env node
// The PostgreSQL and the Redis that tests use: up, down or status.
import { register } from 'tsx/esm/api';

register();
const { testPartsDown, testPartsStatus, testPartsUp, testPostgresUrl, testRedisUrl } = await import(
  '../src/test-parts.ts'
);
const say = (line) => process.stdout.write(`${line}\n`);

const actions = {
  up: testPartsUp,
  down: testPartsDown,
  status: async () => undefined,
};
const action = actions[process.argv[2] ?? 'status'];
if (!action) {
  say('usage: test-parts.mjs up | down | status');
  process.exit(2);
}
try {
  await action();
  const { postgres, redis } = await testPartsStatus();
  say(`PostgreSQL ${testPostgresUrl()}  ${postgres ? 'up' : 'down'}`);
  say(`Redis      ${testRedisUrl()}  ${redis ? 'up' : 'down'}`);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
