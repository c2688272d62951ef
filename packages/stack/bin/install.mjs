// Installs the packages when they are missing or older than the lock file. Plain JavaScript without dependencies.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const lockFile = path.join(repository, 'package-lock.json');
const installed = path.join(repository, 'node_modules', '.package-lock.json');
const stamp = path.join(repository, 'node_modules', '.installed-from');

const refuse = (sentence) => {
  process.stderr.write(`\n  ${sentence}\n\n`);
  process.exit(1);
};

const refuseOldNode = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    refuse(
      `This needs Node 20.19 or newer and runs on ${process.version}: install a newer one from https://nodejs.org.`,
    );
};

const lockHash = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

const isInstalled = () => {
  if (!existsSync(installed)) return false;
  if (statSync(installed).mtimeMs >= statSync(lockFile).mtimeMs) return true;
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();
};

const installPackages = () => {
  const began = Date.now();
  if (process.stdout.isTTY) process.stdout.write('  … installing packages, a minute the first time');
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const [command, ...args] = [...npm, 'install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status, stderr, error } = spawnSync(command, args, { cwd: repository, encoding: 'utf8' });
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
  if (status !== 0) {
    const said = (stderr ?? '').split('\n').filter((line) => /^npm (error|ERR!)/.test(line));
    const reason = error?.message ?? said.find((line) => !/ code | errno /.test(line)) ?? said[0] ?? 'npm said nothing';
    const why = /ENOSPC/.test(stderr ?? '') ? 'the disk is full' : reason.replace(/^npm (error|ERR!) ?/, '');
    refuse(
      `Installing the packages failed (${why}): run \`npm install --ignore-scripts\` to see more, then start again.`,
    );
  }
  writeFileSync(stamp, lockHash());
  process.stdout.write(`  ✓ ${'Packages (installed)'.padEnd(52)} ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
};

/** Refuses a Node.js that is too old; installs what is missing. No install scripts: nothing here needs one. */
export const install = () => {
  refuseOldNode();
  // Not `npm ci`: it refuses a lock file whose registry did not know some other platform's optional binary.
  if (!isInstalled()) installPackages();
};
