// npm run bench:gateway: our gateway beside stock @apollo/gateway and its peers, in alternating rounds. docs/performance.md
// says what is measured and how.
import { testPartsDown, testPartsStatus, testPartsUp, testRedisUrl } from '@app/stack/test-parts';
import { ownContenders } from './gateways/own.ts';
import { peers } from './gateways/peers.ts';
import { gatewayOnly } from './phases/gateway-only.ts';
import { type Plan, selectable, wantsGroup } from './phases/plan.ts';
import { profile } from './phases/profiling.ts';
import { realGraph } from './phases/real-graph.ts';
import { writePage } from './report/page.ts';
import { appendResult, beginning } from './report/results.ts';
import { tableOf } from './report/table.ts';
import type { Cell } from './run/contest.ts';
import { emptyRunFolder } from './run/folder.ts';
import { type Options, readOptions, usage } from './run/options.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const all = [...ownContenders, ...peers];

async function run(options: Options): Promise<void> {
  const named = all.filter(({ name }) => options.only.includes(name));
  const cells: Cell[] = [];
  const calledOff = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => calledOff.abort(new Error('called off')));
  const plan: Plan = {
    contenders: named.length > 0 ? named : all,
    options,
    redisUrl: testRedisUrl(),
    signal: calledOff.signal,
    onCells(more) {
      cells.push(...more);
      for (const line of tableOf(more)) say(line);
    },
  };
  const { postgres, redis } = await testPartsStatus();
  await testPartsUp();
  emptyRunFolder();
  const start = beginning(options);
  try {
    if (options.profile) return await profile(plan, say);
    if (wantsGroup(options, 'gateway-only')) await gatewayOnly(plan);
    if (wantsGroup(options, 'own-graph') || wantsGroup(options, 'end-to-end')) await realGraph(plan);
    if (options.save) {
      appendResult({ ...start, cells });
      writePage();
    }
  } finally {
    if (!postgres && !redis) await testPartsDown();
  }
}

function optionsOrUsage(): Options | undefined {
  try {
    const options = readOptions(process.argv.slice(2));
    const unknown = options.only.filter(
      (name) => !selectable.includes(name) && !all.some((each) => each.name === name),
    );
    if (unknown.length === 0) return options;
    say(
      `--only does not know ${unknown.join(', ')}; it knows ${[...all.map(({ name }) => name), ...selectable].join(', ')}`,
    );
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
  say(usage);
  return undefined;
}

const options = optionsOrUsage();
if (!options) process.exit(2);
try {
  await run(options);
  process.exit(0);
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}
