import { parseArgs } from 'node:util';
import { type Report, runCases } from './run.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    seed: { type: 'string', default: `${Math.floor(Math.random() * 1e9)}` },
    from: { type: 'string', default: '0' },
    most: { type: 'string', default: '1' },
  },
});
const [cases, seed, from, most] = [values.cases, values.seed, values.from, values.most].map(Number);
const say = (line: string) => process.stdout.write(`${line}\n`);
const started = Date.now();
let told = started;

const summary = (report: Report): string => {
  const { cases, worlds, uncomposed, undrawn, withErrors, questions, excluded, differences } = report;
  const left = [...excluded].map(([name, many]) => `\n  left out ${many} times: ${name}`).join('');
  return `${cases} cases over ${worlds} supergraphs (${uncomposed} did not compose, ${undrawn} without an operation), ${withErrors} of them with errors, ${questions} questions, ${differences.length} differences, ${Math.round((Date.now() - started) / 1_000)} s${left}`;
};

say(`npm run fuzz:gateway -- --cases ${cases} --seed ${seed} --from ${from}`);
const report = await runCases({
  seed: seed ?? 0,
  from: from ?? 0,
  cases: cases ?? 0,
  most: most ?? 1,
  onProgress(soFar) {
    if (Date.now() - told < 10_000) return;
    told = Date.now();
    say(summary(soFar));
  },
});
for (const difference of report.differences)
  say(
    `\n# case ${difference.case} (--seed ${seed} --from ${difference.case} --cases 1), planner ${difference.contender}: ${difference.why}\n${difference.text}`,
  );
say(summary(report));
process.exitCode = report.differences.length > 0 ? 1 : 0;
