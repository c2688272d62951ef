#!/usr/bin/env node
// npm test, npm run check: everything that must hold, from a fresh clone, on real PostgreSQL and Redis. Leaves nothing
// running. Ends with `N passed, N failed`, where every check before the tests counts as one.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from './install.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const reports = path.join(root, '.data', 'reports');
const environment = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
};
const say = (line) => process.stdout.write(`${line}\n`);
const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const totals = { passed: 0, failed: 0, skipped: 0 };

/** Runs a command in the project's folder, its output shown; answers whether it succeeded. */
const run = (command, args, env = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...environment, ...env } });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });

/** One check that passes or fails as a whole. */
async function check(title, command, args) {
  const started = Date.now();
  say(`\n▶ ${title}`);
  const passed = await run(command, args);
  say(`${passed ? '✔' : '✘'} ${title} (${seconds(started)})`);
  totals[passed ? 'passed' : 'failed'] += 1;
  return passed;
}

/** A Jest run, whose tests are counted one by one. A run that breaks off without a report counts as one failure. */
async function jest(title, args) {
  const started = Date.now();
  const report = path.join(reports, `${title.replaceAll(' ', '-')}.json`);
  rmSync(report, { force: true });
  say(`\n▶ ${title}`);
  const succeeded = await run(bin('jest'), [...args, '--json', `--outputFile=${report}`, '--testLocationInResults'], {
    NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    TEST_DOMAINS: 'all',
  });
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    totals.passed += numPassedTests;
    totals.failed += numFailedTests + numRuntimeErrorTestSuites;
    totals.skipped += numPendingTests;
    if (!succeeded && numFailedTests + numRuntimeErrorTestSuites === 0) totals.failed += 1;
  } catch {
    totals.failed += 1;
  }
  say(`${succeeded ? '✔' : '✘'} ${title} (${seconds(started)})`);
}

install();
mkdirSync(reports, { recursive: true });
const generated = await check('generate', process.execPath, ['packages/stack/bin/generate.mjs']);
if (generated) {
  // One process on one core, and the longest of these: the others go on meanwhile.
  const types = check('types', bin('turbo'), ['run', 'types', '--output-logs=errors-only']);
  await check('lint', bin('biome'), ['ci', '--diagnostic-level=error', '.']);
  await check('import rules', bin('depcruise'), [
    'gateway',
    'schema',
    'packages',
    'subgraphs',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'err',
  ]);
  await check('the supergraph composes and is current', process.execPath, [
    '--import',
    'tsx',
    'schema/scripts/compose.ts',
    '--check',
  ]);
  await types;
  const wasUp =
    spawnSync(process.execPath, ['packages/stack/bin/test-parts.mjs', 'status'], {
      cwd: root,
      encoding: 'utf8',
    }).stdout?.includes('down') === false;
  if (await check('real PostgreSQL and Redis', process.execPath, ['packages/stack/bin/test-parts.mjs', 'up'])) {
    await jest('tests', ['--maxWorkers=2', '--testTimeout=60000', '--forceExit', ...process.argv.slice(2)]);
    // Each brings whole stacks of its own. Chaos mostly waits for what was broken to heal, so the journeys go on beside it.
    const rooms = process.argv.length === 2 ? ['chaos', 'journeys'] : [];
    await Promise.all(
      rooms.map((room) => jest(room, ['--config', `packages/${room}/jest.config.mjs`, '--runInBand', '--forceExit'])),
    );
    if (!wasUp) await run(process.execPath, ['packages/stack/bin/test-parts.mjs', 'down']);
  }
}
say('');
say(`${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`);
process.exit(totals.failed === 0 ? 0 : 1);
