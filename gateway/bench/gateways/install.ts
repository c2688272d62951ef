import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Packages of npm in exact versions. */
export interface Packages {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, string>>;
}

/** Installs packages into a folder of their own, once; never among the product's dependencies. Throws what npm said. */
export async function installPeer(folder: string, packages: Packages): Promise<void> {
  const manifest = JSON.stringify({ private: true, ...packages }, null, 2);
  const manifestFile = path.join(folder, 'package.json');
  const doneFile = path.join(folder, 'installed.json');
  if (existsSync(doneFile) && readFileSync(doneFile, 'utf8') === manifest) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(manifestFile, manifest);
  await npm(folder, ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']);
  writeFileSync(doneFile, manifest);
}

const npm = (cwd: string, args: string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn('npm', args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(said.trim().split('\n')[0] ?? 'npm failed')),
    );
  });
