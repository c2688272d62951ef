// Preloaded into every process under test (`node --import`): shifts its clock and interferes at the kernel's failpoints,
// as a control file says that the tester rewrites. Plain JavaScript, as it runs before any loader.
import { appendFileSync, readFileSync } from 'node:fs';

const { CHAOS_CONTROL: controlFile = '', CHAOS_REPORT: reportFile = '', CHAOS_NAME: name = '' } = process.env;
const LOOK_EVERY_MS = 200;
let control = { clocks: {}, failpoints: { delay: 0, fail: 0, kill: 0 } };

const look = () => {
  try {
    control = JSON.parse(readFileSync(controlFile, 'utf8'));
  } catch {
    // Being rewritten: the next look finds it.
  }
};
look();
setInterval(look, LOOK_EVERY_MS).unref();

const RealDate = Date;
const now = () => RealDate.now() + (control.clocks[name] ?? 0);
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args) => (args.length === 0 ? new target(now()) : Reflect.construct(target, args)),
  apply: () => new RealDate(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});
RealDate.prototype.constructor = globalThis.Date;

const report = (kind, at) => appendFileSync(reportFile, `${JSON.stringify({ name, kind, at })}\n`);

globalThis[Symbol.for('kernel.failpoint')] = async (at) => {
  const { delay, fail, kill } = control.failpoints;
  const dice = Math.random();
  if (dice < kill) {
    report('failpoint: killed', at);
    process.kill(process.pid, 'SIGKILL');
  } else if (dice < kill + fail) {
    report('failpoint: failed', at);
    throw new Error(`interference at ${at}`);
  } else if (dice < kill + fail + delay) {
    report('failpoint: delayed', at);
    await new Promise((resolve) => setTimeout(resolve, 20 + 600 * Math.random() ** 2));
  }
};
