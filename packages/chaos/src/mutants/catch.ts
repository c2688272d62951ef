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

/** What noticed: the names of failed tests or of broken invariants. Empty: nothing did. */
export type Noticed = readonly string[];

/** Runs whoever has to notice. Throws when that could not be run at all, which is no noticing. */
export const catchBy = (room: Room, catcher: Mutant['caughtBy']): Promise<Noticed> =>
  catcher === 'chaos' ? byChaos(room) : byTests(room, catcher);

interface Report {
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

async function byTests({ folder, postgresUrl, redisUrl }: Room, { workspace, path: file, name }: TestCatcher) {
  const output = path.join(folder, 'mutant-report.json');
  rmSync(output, { force: true });
  const jest = path.join(folder, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = ['--experimental-vm-modules', '--no-warnings', jest, file, '--runInBand', '--forceExit'];
  const chosen = [...(name ? ['-t', name] : []), '--json', `--outputFile=${output}`, '--testTimeout=60000'];
  const said = await run([...args, ...chosen], path.join(folder, workspace), {
    TEST_POSTGRES_URL: postgresUrl,
    TEST_REDIS_URL: redisUrl,
    LOG_LEVEL: 'silent',
  });
  if (!existsSync(output)) throw new Error(`no test ran: ${said.trim().slice(-1_000)}`);
  const report = JSON.parse(readFileSync(output, 'utf8')) as Report;
  const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  if (!results.some(({ status }) => status === 'passed' || status === 'failed'))
    throw new Error(`no test ran: ${report.testResults[0]?.message ?? file}`);
  return results.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
}

async function byChaos({ folder }: Room): Promise<Noticed> {
  const main = path.join(folder, 'packages', 'chaos', 'src', 'main.ts');
  const output = await run(['--import', 'tsx', main, '--short'], folder, {});
  if (!output.includes('invariants')) throw new Error(`chaos did not come to its end: ${output.slice(-500)}`);
  return output.split('\n').flatMap((line) => (line.includes('✘') ? [line.replace(/^\s*✘\s+/, '')] : []));
}

function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { NODE_OPTIONS: _jests, ...own } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env: { ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}
