// npm run bench:continuity -- [--short] [--break replay|dedupe|gap]: clients follow orders while sockets, gateways and
// Redis are cut, killed and emptied. Prints what they missed; ends with 1 when anything was lost, doubled or disordered.
import { parseArgs } from 'node:util';
import { breakNames } from '../src/continuity/breaks.ts';
import { full, short } from '../src/continuity/plan.ts';
import { runContinuity } from '../src/continuity/run.ts';
import { isWhole } from '../src/continuity/verdict.ts';

const { values } = parseArgs({ options: { short: { type: 'boolean', default: false }, break: { type: 'string' } } });
const without = breakNames.find((name) => name === values.break);
if (values.break !== undefined && !without) throw new Error(`--break knows ${breakNames.join(', ')}`);

const say = (line: string) => process.stdout.write(`${line}\n`);
const size = values.short ? short : full;
// A guard is taken out of a copy of the gateway, which runs beside the product.
const plan = { ...size, gateways: without ? Math.max(1, size.gateways) : size.gateways, without };
const { verdict, steps, connections, took } = await runContinuity(plan, say);
const { heard, moves, missed, repeated, outOfOrder, misplaced, refused, deaf } = verdict;
say(
  `${plan.clients} clients, ${plan.orders} orders, ${steps} steps in ${Math.round(took / 1_000)} s, ${connections} connections`,
);
say(
  `heard ${heard}: ${missed} missed, ${repeated} repeated, ${outOfOrder} out of order; ${moves} positions, ${misplaced} misplaced; ${refused} refused, ${deaf} deaf`,
);
if (without)
  say(
    isWhole(verdict) ? `NOT CAUGHT: the gateway without its ${without}` : `caught: the gateway without its ${without}`,
  );
if (steps < plan.steps) say(`only ${steps} of ${plan.steps} steps were made`);
// Steps that were never made cannot have been missed.
process.exit(isWhole(verdict) === (without === undefined) && steps >= plan.steps ? 0 : 1);
