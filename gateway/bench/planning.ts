// npm run bench:planning: what it costs to plan an operation that nobody sent before, in this process and in another one.
import '../src/supergraph/telemetry-off.ts';
import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { apolloPlanner } from '../src/planning/apollo.ts';
import { planCheck } from '../src/planning/checked.ts';
import { hivePlanner } from '../src/planning/hive.ts';
import { hiveApart } from '../src/planning/hive-apart.ts';
import type { Plan } from '../src/planning/plan.ts';
import type { Plannable, Planner } from '../src/planning/port.ts';
import { completeCheck } from '../src/planning/unasked.ts';
import { market } from './worlds/market.ts';

const ROUNDS = 20;
const OPERATIONS = 50;
const MIDDLE = readFileSync(new URL('worlds/middle.graphql', import.meta.url), 'utf8');

const services = Object.entries(market.subgraphs).map(([name, { sdl }]) => ({ name, url: '', typeDefs: parse(sdl) }));
const { supergraphSdl, errors } = composeServices(services);
if (!supergraphSdl) throw new Error(String(errors));

let count = 0;
function neverSeen(): Plannable {
  count += 1;
  const text = MIDDLE.replace('query Middle', `query Middle${count}`).replace('anyAlias', `alias${count}`);
  return { text, document: parse(text), operationName: `Middle${count}`, defer: false };
}

const [check, complete] = [planCheck(supergraphSdl), completeCheck(supergraphSdl)];
const known: Plan = hivePlanner(supergraphSdl).plan(neverSeen());
const planning = (planner: Planner) => (operation: Plannable) => void planner.plan(operation);
const rows: readonly {
  readonly name: string;
  readonly plan: (operation: Plannable) => void;
  readonly took: number[];
}[] = [
  { name: 'the Rust planner, in this process', plan: planning(hivePlanner(supergraphSdl)), took: [] },
  { name: 'the Rust planner, in a process of its own', plan: planning(hiveApart(supergraphSdl)), took: [] },
  { name: 'Apollo’s planner', plan: planning(apolloPlanner(supergraphSdl)), took: [] },
  { name: 'checking a plan', plan: (operation) => void (check(known) ?? complete(known, operation)), took: [] },
];

for (let round = 0; round <= ROUNDS; round++)
  for (const { plan, took } of rows)
    for (let each = 0; each < OPERATIONS; each++) {
      const operation = neverSeen();
      const began = performance.now();
      plan(operation);
      // The first round warms everything up.
      if (round > 0) took.push(performance.now() - began);
    }

const at = (took: readonly number[], part: number): number =>
  took.toSorted((one, other) => one - other)[Math.floor(took.length * part)] ?? Number.NaN;
const base = at(rows[0]?.took ?? [], 0.5);
for (const { name, took } of rows)
  process.stdout.write(
    `${name}: ${at(took, 0.5).toFixed(2)} ms, p99 ${at(took, 0.99).toFixed(2)} ms, × ${(at(took, 0.5) / base).toFixed(2)}\n`,
  );
// The planner's process is kept for the next operation, of which there is none.
process.exit();
