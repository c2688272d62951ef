// npm run chaos: the product under kills, cut wires, wrong clocks and impatient customers; then every invariant.
import { readPlan } from './arguments.ts';
import { reportOf } from './report.ts';
import { held, runChaos } from './run.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const plan = readPlan(process.argv.slice(2));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
say(`seed ${plan.seed}`);
const outcome = await runChaos(plan, say);
say(`\n${reportOf(outcome)}`);
process.exit(held(outcome) ? 0 : 1);
