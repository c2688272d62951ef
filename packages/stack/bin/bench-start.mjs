#!/usr/bin/env node
// npm run bench:start: how long the second start takes, and how much memory the Node processes hold.
import os from 'node:os';
import { register } from 'tsx/esm/api';

register();
const { benchStart } = await import('../src/bench-start.ts');
try {
  const { first, second, memory } = await benchStart();
  const total = memory.reduce((sum, { megabytes }) => sum + megabytes, 0);
  const load = os.loadavg()[0] ?? 0;
  process.stdout.write(`
first start    ${first.toFixed(1)} s   from spawning \`npm start\`'s program to its line "Ready", empty data folder
second start   ${second.toFixed(1)} s   the same on the data of the first (aim: 10 s)
memory         ${total} MB   VmRSS of all Node processes, default mounting, 5 s after ready (aim: 600 MB)
${memory.map(({ name, megabytes }) => `                 ${String(megabytes).padStart(4)} MB  ${name}`).join('\n')}
on             Node ${process.version}, ${os.cpus().length} cores, load ${load.toFixed(1)}
`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
