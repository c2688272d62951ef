import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PACKAGES = ['redis-server', 'redis-tools'];

/** Downloads the Redis packages of Debian or Ubuntu and unpacks them into a folder; needs no root, installs nothing. */
export const unpackFromApt = async (cacheDir: string, env: NodeJS.ProcessEnv): Promise<void> => {
  mkdirSync(path.dirname(cacheDir), { recursive: true });
  const aside = mkdtempSync(`${cacheDir}-`);
  try {
    await downloadPackages(aside, env);
    const files = readdirSync(aside).filter((file) => file.endsWith('.deb'));
    const root = path.join(aside, 'root');
    for (const file of files) await run('dpkg', ['-x', path.join(aside, file), root], { env });
    rmSync(cacheDir, { recursive: true, force: true });
    renameSync(root, cacheDir);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
};

const downloadPackages = async (cwd: string, env: NodeJS.ProcessEnv): Promise<void> => {
  const download = async () =>
    run('apt-get', ['download', ...PACKAGES, ...(await missingLibraries(env))], { cwd, env });
  try {
    await download();
  } catch (error) {
    if (process.getuid?.() !== 0) throw error;
    await run('apt-get', ['update'], { env }); // a fresh container has no package lists
    await download();
  }
};

const missingLibraries = async (env: NodeJS.ProcessEnv): Promise<string[]> => {
  const leaveOut = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map(
    (kind) => `--no-${kind}`,
  );
  const { stdout } = await run('apt-cache', ['depends', '--recurse', ...leaveOut, ...PACKAGES], { env });
  const needed = [...new Set(stdout.split('\n').filter((line) => /^(lib|lua)[\w.+-]+(:\w+)?$/.test(line)))];
  const present = await installedPackages(env);
  return needed.filter((name) => !present.has(name));
};

const installedPackages = async (env: NodeJS.ProcessEnv): Promise<Set<string>> => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
  const { stdout } = await run('dpkg-query', ['-W', '-f', '${db:Status-Abbrev} ${Package}\n'], {
    env,
    maxBuffer: 2 ** 24,
  });
  return new Set(
    stdout
      .split('\n')
      .filter((line) => line.startsWith('ii'))
      .map((line) => line.replace(/^ii\s+/, '')),
  );
};
