import { openPool } from '@app/kernel/db';
import { openLog } from '@app/kernel/log';
import { anonymous, type Viewer } from '@app/kernel/viewer';
import { Redis } from 'ioredis';
import { reportPosition } from '../src/commands/report-position.ts';
import { setCourierOnline } from '../src/commands/set-courier-online.ts';
import type { Parts } from '../src/context.ts';
import { connect } from '../src/db.ts';
import { readSettings } from '../src/env.ts';
import { openPositions } from '../src/positions.ts';
import { openTrail } from '../src/trail.ts';

// Position reports a second that one process takes: COURIERS couriers report as fast as they are answered, SECONDS long.
const COURIERS = Number(process.env.COURIERS ?? 200);
const SECONDS = Number(process.env.SECONDS ?? 10);
const POSTGRES = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:54329';
const REDIS = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:63799';

const pool = openPool('delivery', `${POSTGRES}/delivery_test_1`);
const statements = { count: 0 };
const counted = new Proxy(pool, {
  get(target, name) {
    const value = Reflect.get(target, name, target);
    if (name === 'query' || name === 'connect') statements.count += 1;
    return typeof value === 'function' ? value.bind(target) : value;
  },
});
const db = connect(counted);
const redis = new Redis(`${REDIS}/15`);
const trail = openTrail(db, openLog('delivery'), 30);
const dispatch = { settings: readSettings(), positions: openPositions(redis) };
const partsOf = (viewer: Viewer): Parts => ({
  ...dispatch,
  kitchens: { handOver: async () => true },
  db,
  trail,
  viewer,
  clock: () => new Date(),
  recalling: (_kind, read) => read,
});
const start = { latitude: 52.52, longitude: 13.405 };

const couriers = Array.from({ length: COURIERS }, (_, index): Viewer => {
  const id = `usr_bench_${index}`;
  return { ...anonymous('gateway'), kind: 'user', id, name: id, roles: ['COURIER'] };
});
for (const viewer of couriers) {
  await setCourierOnline(partsOf(viewer), { online: true, location: start });
  // The first report of a shift asks PostgreSQL who this is.
  await reportPosition(partsOf(viewer), { location: start });
}

const took: number[] = [];
/** One courier, riding north at about 5 m a second and report. */
async function ride(viewer: Viewer, until: number): Promise<void> {
  const parts = partsOf(viewer);
  for (let report = 0; performance.now() < until; report += 1) {
    const begun = performance.now();
    const answer = await reportPosition(parts, {
      location: { ...start, latitude: start.latitude + (report % 10_000) * 1e-5 },
    });
    if (!answer.ok) throw new Error(answer.code);
    took.push(performance.now() - begun);
  }
}

const stop = trail.start();
statements.count = 0;
const cpu = process.cpuUsage();
const begun = performance.now();
await Promise.all(couriers.map((viewer) => ride(viewer, begun + SECONDS * 1_000)));
const seconds = (performance.now() - begun) / 1_000;
const { user, system } = process.cpuUsage(cpu);
await stop();

took.sort((one, other) => one - other);
const at = (part: number) => (took[Math.floor(took.length * part)] ?? 0).toFixed(1);
const points = await db.courierTrail.count({ where: { courier: { userId: { startsWith: 'usr_bench_' } } } });
process.stdout.write(
  [
    `${COURIERS} couriers, ${seconds.toFixed(1)} s: ${Math.round(took.length / seconds)} reports/s`,
    `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, CPU ${((user + system) / took.length).toFixed(0)} µs a report`,
    `connections taken from PostgreSQL's pool: ${statements.count} for ${took.length} reports; trail: ${points} points`,
    '',
  ].join('\n'),
);
await db.courier.deleteMany({ where: { userId: { startsWith: 'usr_bench_' } } });
await redis.flushdb();
redis.disconnect();
await db.$disconnect();
await pool.end();
