import { parseArgs } from 'node:util';
import { type Difference, described, modeOf, type Report, summaryOf } from './report.ts';
import { runSpread } from './shards.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    seed: { type: 'string', default: `${Math.floor(Math.random() * 1e9)}` },
    from: { type: 'string', default: '0' },
    most: { type: 'string', default: '1' },
    processes: { type: 'string', default: '1' },
    defer: { type: 'boolean', default: false },
    live: { type: 'boolean', default: false },
  },
});
const number = (name: Exclude<keyof typeof values, 'defer' | 'live'>): number => {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} is a whole number, not ${values[name]}`);
  return value;
};
const [cases, seed, from, most, processes] = [
  number('cases'),
  number('seed'),
  number('from'),
  number('most'),
  number('processes'),
];
const { defer, live } = values;
const say = (line: string) => process.stdout.write(`${line}\n`);
const started = Date.now();
let told = started;

const shown = new Set<string>();
function show(difference: Difference): void {
  const key = `${difference.case} ${difference.contender}`;
  if (!shown.has(key)) say(`\n${described(difference, { seed, defer, live })}`);
  shown.add(key);
}
const summary = (report: Report): string => summaryOf(report, (Date.now() - started) / 1_000);

say(`npm run fuzz:gateway -- --cases ${cases} --seed ${seed} --from ${from}${modeOf({ defer, live })}`);
const report = await runSpread({
  ...{ seed, from, cases, most, processes, defer, live },
  onProgress(soFar) {
    for (const difference of soFar.differences) show(difference);
    if (Date.now() - told < 30_000) return;
    told = Date.now();
    say(summary(soFar));
  },
});
for (const difference of report.differences) show(difference);
say(summary(report));
process.exitCode = report.differences.length > 0 ? 1 : 0;
