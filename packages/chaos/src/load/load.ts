import { insist, repeat } from '../pause.ts';
import type { Random } from '../random.ts';
import type { World } from '../world/world.ts';
import { type Client, openClient, signUp } from './client.ts';
import { type Customer, orderOnce } from './customer.ts';
import { type Journal, noteRetry } from './journal.ts';
import { operations } from './operations.ts';
import { carry, cook, refund, restock, type Staff } from './staff.ts';

/** Who does how much. */
export interface LoadOptions {
  readonly customers: number;
  readonly random: Random;
  readonly journal: Journal;
  /** Ends new wishes; aborted also when enough orders were made. */
  readonly working: AbortSignal;
  /** Ends asking again. */
  readonly patience: AbortSignal;
}

/** Everybody who uses the product, ready to begin. */
export interface Crowd {
  /** Resolves once nobody has a wish under way. */
  run(): Promise<void>;
}

const DEMO_PASSWORD = 'demo-Passw0rd!';

/** Signs everybody up or in, while nothing is broken yet. */
export async function gather(world: World, options: LoadOptions): Promise<Crowd> {
  const { random, journal, working, patience } = options;
  const url = world.gatewayUrl;
  const onRetry = (reason: string) => noteRetry(journal, reason);
  const staff = (email: string, name: string): Staff => ({
    client: openClient({ url, email, password: DEMO_PASSWORD, patience, onRetry }),
    random: random.branch(name),
    journal,
    databases: world.databases,
  });
  const [business, courier, admin, store] = [
    staff('business@demo.test', 'kitchen'),
    staff('courier@demo.test', 'courier'),
    staff('admin@demo.test', 'admin'),
    staff('business@demo.test', 'store'),
  ];
  const customers = await signUpAll(url, options);
  await operations.goOnline(courier.client);
  const shifts = [
    () =>
      repeat(
        working,
        () => 150,
        () => cook(business),
      ),
    () =>
      repeat(
        working,
        () => 250,
        () => carry(courier),
      ),
    () =>
      repeat(
        working,
        () => 1_500,
        () => refund(admin),
      ),
    () =>
      repeat(
        working,
        () => 700,
        () => restock(store, customers.length),
      ),
    ...customers.map(
      (customer) => () =>
        repeat(
          working,
          () => customer.random.between(20, 300),
          () => orderOnce(customer),
        ),
    ),
  ];
  return {
    async run() {
      await Promise.all(shifts.map((shift) => shift()));
    },
  };
}

async function signUpAll(
  url: string,
  { customers, random, journal, working, patience }: LoadOptions,
): Promise<Customer[]> {
  const made: Customer[] = [];
  const onRetry = (reason: string) => noteRetry(journal, reason);
  for (let number = 1; number <= customers; number++) {
    const name = `customer ${number}`;
    const email = `chaos-${number}@chaos.test`;
    const client: Client = await insist(10, () =>
      signUp({ url, email, password: 'a-long-Enough-1', patience, onRetry }, name),
    );
    const { address } = await operations.addAddress(client);
    made.push({ name, client, addressId: address.id, random: random.branch(name), journal, working });
  }
  return made;
}
