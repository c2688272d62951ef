// npm run bench:main: complete orders and feed pages a second, through the gateway, on a stack of its own.
// The load comes from this process, on the same machine. Prints a table; asserts nothing.
import { startStack } from '@app/stack/stack';
import { type Client, connect, type Json } from '../src/client.ts';
import * as people from '../src/people.ts';

const SECONDS = Number(process.env.SECONDS ?? 10);
/** How often a waiting client looks whether its order is paid. */
const POLL_MS = 100;
const FEED = `query ($near: GeoPointInput!) { businesses(near: $near, first: 20) { edges { distanceMeters node {
  id name isOpen rating { average count } menu { id name available price { amount currencyCode } stock { available } } } } } }`;

const say = (line: string) => process.stdout.write(`${line}\n`);

/** One measured round: how often `work` was done by `clients` at once, how long each took, how many statements each cost. */
async function measure(title: string, clients: number, work: (worker: number) => Promise<void>): Promise<void> {
  await work(0);
  const [statementsBefore, end] = [await statements(), Date.now() + SECONDS * 1000];
  const times: number[] = [];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, worker) => {
      while (Date.now() < end) {
        const begun = performance.now();
        await work(worker);
        times.push(performance.now() - begun);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(0).padStart(6);
  const each = ((await statements()) - statementsBefore) / times.length;
  const rate = (times.length / seconds).toFixed(1).padStart(8);
  say(
    `${title.padEnd(34)} ${String(clients).padStart(3)} ${rate} ${at(0.5)} ${at(0.95)} ${at(0.99)} ${each.toFixed(1).padStart(8)}`,
  );
}

/** SQL statements sent so far, from the gateway's own metrics. */
async function statements(): Promise<number> {
  const text = await (await fetch(`${stack.gatewayUrl}/metrics`)).text();
  return [...text.matchAll(/^sql_statements_total\{[^}]*\} (\d+)/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
}

/** From an empty cart to an order that the kitchen sees. */
async function order(
  { client, addressId }: { client: Client; addressId: string },
  paymentMethod: 'ONLINE' | 'CASH',
): Promise<void> {
  await people.addToCart(client, 'itm_demo_soup', 2);
  const { order: placed, userErrors } = await people.checkout(client, { addressId, paymentMethod });
  if (!placed) throw new Error(JSON.stringify(userErrors));
  if (paymentMethod === 'CASH') return;
  await people.atPayPage(placed.payment.url, 'pay');
  for (let status = 'PENDING'; status !== 'CONFIRMED'; ) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const { order: seen } = await client.ask('query ($id: ID!) { order(id: $id) { status } }', { id: placed.id });
    status = seen.status;
  }
}

/** A place within a kilometre or so that nobody asked for before: what cannot be shared. */
const somewhere = () => ({
  latitude: people.BISTRO.latitude + (Math.random() - 0.5) / 50,
  longitude: people.BISTRO.longitude + (Math.random() - 0.5) / 50,
});

const stack = await startStack({
  mounting: process.argv.includes('--split') ? 'split' : 'together',
  ports: 'free',
  seed: true,
  onProgress: () => {},
  given: { LIMIT_USER_PER_MINUTE: '1000000', LIMIT_IP_PER_MINUTE: '1000000', LOG_LEVEL: 'warn' },
});
try {
  const customers = await Promise.all(Array.from({ length: 32 }, () => people.newCustomer(stack.gatewayUrl)));
  const by = (worker: number) => customers[worker % customers.length] as (typeof customers)[number];
  const anyone = connect(stack.gatewayUrl);
  const page: Json = await anyone.ask(FEED, { near: people.BISTRO });
  say(`one feed page: ${page.businesses.edges.length} businesses, ${JSON.stringify(page).length} bytes\n`);
  say(`${'what'.padEnd(34)}  at      /s    p50    p95    p99 SQL each`);
  for (const clients of [1, 8, 32]) await measure('order in cash', clients, (worker) => order(by(worker), 'CASH'));
  for (const clients of [1, 8, 32])
    await measure('order paid at the provider', clients, (worker) => order(by(worker), 'ONLINE'));
  const feed = (near: object) => anyone.ask(FEED, { near }).then(() => {});
  for (const clients of [1, 16]) await measure('feed page, all the same', clients, () => feed(people.BISTRO));
  for (const clients of [1, 16]) await measure('feed page, no two alike', clients, () => feed(somewhere()));
} finally {
  await stack.stop();
}
