// Loaded into every service by PROFILE=folder: SIGUSR2 begins a CPU profile, and ends it into that folder.
const { mkdirSync, writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const path = require('node:path');

const folder = process.env.BENCH_PROFILES;
const session = new Session();
let round = 0;
session.connect();
session.post('Profiler.enable');
process.on('SIGUSR2', () => {
  if (round++ % 2 === 0) return session.post('Profiler.start');
  session.post('Profiler.stop', (error, answer) => {
    if (error) return process.stderr.write(`${error.message}\n`);
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, `${path.basename(process.argv[1], '.js')}-${process.pid}-${round / 2}.cpuprofile`);
    writeFileSync(file, JSON.stringify(answer.profile));
  });
});
