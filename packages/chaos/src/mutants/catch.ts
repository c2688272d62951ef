import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Mutant, TestCatcher } from './mutant.ts';

/** Where tests run: a copy of the sources, with a PostgreSQL and a Redis of its own. */
export interface Room {
  readonly folder: string;
  readonly postgresUrl: string;
  readonly redisUrl: string;
}

/** The full names of the tests that ran, or of the invariants that were checked. */
export interface Findings {
  readonly good: readonly string[];
  readonly broken: readonly string[];
}

/** Runs whoever has to notice a mutant. Throws when that could not be run at all, which is no noticing. */
export const notice = (room: Room, { caughtBy }: Mutant): Promise<Findings> =>
  caughtBy === 'chaos' ? byChaos(room) : byTests(room, caughtBy.workspace, caughtBy);

/** Runs everybody who is to notice any of these, a workspace at a time, on sources that nothing was taken from. */
export async function withoutAny(room: Room, mutants: readonly Mutant[]): Promise<Findings[]> {
  const catchers = mutants.flatMap(({ caughtBy }) => (caughtBy === 'chaos' ? [] : [caughtBy]));
  const found: Findings[] = [];
  for (const workspace of new Set(catchers.map((catcher) => catcher.workspace))) {
    const files = catchers.filter((catcher) => catcher.workspace === workspace).map((catcher) => catcher.path);
    found.push(await byTests(room, workspace, { path: [...new Set(files)].join('|') }));
  }
  if (mutants.some(({ caughtBy }) => caughtBy === 'chaos')) found.push(await byChaos(room));
  return found;
}

interface Report {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

async function byTests(
  { folder, postgresUrl, redisUrl }: Room,
  workspace: string,
  { path: files, name }: Omit<TestCatcher, 'workspace'>,
): Promise<Findings> {
  const output = path.join(folder, 'mutant-report.json');
  rmSync(output, { force: true });
  const jest = path.join(folder, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = ['--experimental-vm-modules', '--no-warnings', jest, files, '--runInBand', '--forceExit'];
  const chosen = [...(name ? ['-t', name] : []), '--json', `--outputFile=${output}`, '--testTimeout=60000'];
  const said = await run([...args, ...chosen], path.join(folder, workspace), {
    TEST_POSTGRES_URL: postgresUrl,
    TEST_REDIS_URL: redisUrl,
    LOG_LEVEL: 'silent',
  });
  if (!existsSync(output)) throw new Error(`no test ran: ${said.trim().slice(-1_000)}`);
  const { testResults } = JSON.parse(readFileSync(output, 'utf8')) as Report;
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const named = (status: string) => tests.filter((test) => test.status === status).map(({ fullName }) => fullName);
  const found = { good: named('passed'), broken: named('failed') };
  if (found.good.length + found.broken.length === 0)
    throw new Error(`no test ran: ${testResults[0]?.message ?? files}`);
  return found;
}

async function byChaos({ folder }: Room): Promise<Findings> {
  const main = path.join(folder, 'packages', 'chaos', 'src', 'main.ts');
  const said = await run(['--import', 'tsx', main, '--short'], folder, {});
  const marked = (mark: string) =>
    said.split('\n').flatMap((line) => (line.includes(mark) ? [line.slice(line.indexOf(mark) + 2).trim()] : []));
  if (!said.includes('\ninvariants\n')) throw new Error(`chaos did not come to its end: ${said.slice(-500)}`);
  return { good: marked('✔'), broken: marked('✘') };
}

function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { NODE_OPTIONS: _jests, ...own } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env: { ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = () => child.kill('SIGTERM');
    process.once('exit', end);
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('close', () => {
      process.off('exit', end);
      resolve(said);
    });
  });
}
