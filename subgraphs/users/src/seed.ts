import { system } from '@app/kernel/viewer';
import { transact } from '@app/kernel/work';
import type pg from 'pg';
import type { UserWork } from './context.ts';
import { hashPassword } from './credentials/passwords.ts';
import { connect, type Db, type Role, type Tx } from './db.ts';

const DEMO_PASSWORD = 'demo-Passw0rd!';

// biome-ignore format: a table is read by column
const demoUsers: readonly { id: string; email: string; name: string; role: Role }[] = [
  { id: 'usr_demo_customer', email: 'customer@demo.test', name: 'Carla Customer', role: 'CUSTOMER' },
  { id: 'usr_demo_business', email: 'business@demo.test', name: 'Ben Bistro',     role: 'BUSINESS' },
  { id: 'usr_demo_courier',  email: 'courier@demo.test',  name: 'Kim Courier',    role: 'COURIER' },
  { id: 'usr_demo_admin',    email: 'admin@demo.test',    name: 'Ada Admin',      role: 'ADMIN' },
];

const demoHome = {
  id: 'adr_demo_home',
  userId: 'usr_demo_customer',
  line1: 'Alexanderplatz 1',
  city: 'Berlin',
  country: 'DE',
  postalCode: '10178',
  contactName: 'Carla Customer',
  latitude: 52.5219,
  longitude: 13.4132,
};

/** Creates the demo accounts that are missing. Running it again changes nothing and tells nothing. */
export async function seed(pool: pg.Pool): Promise<void> {
  const db = connect(pool);
  try {
    await seedAccounts(db);
  } finally {
    await db.$disconnect();
  }
}

async function seedAccounts(db: Db): Promise<void> {
  const there = await db.user.findMany({
    where: { id: { in: demoUsers.map(({ id }) => id) } },
    select: { id: true },
  });
  const missing = demoUsers.filter(({ id }) => !there.some((user) => user.id === id));
  const hashes = await Promise.all(missing.map(() => hashPassword(DEMO_PASSWORD)));
  await transact<Tx, void>({ db, viewer: system('users') }, async (work) => {
    for (const [index, user] of missing.entries()) await create(work, { ...user, passwordHash: hashes[index] ?? '' });
    await work.tx.address.createMany({ data: [{ ...demoHome, createdAt: work.now }], skipDuplicates: true });
  });
}

async function create(
  { tx, now, emit }: UserWork,
  { id, email, name, role, passwordHash }: (typeof demoUsers)[number] & { passwordHash: string },
): Promise<void> {
  const { count } = await tx.user.createMany({
    data: [{ id, emailNormalised: email, name, passwordHash, roles: [role], createdAt: now }],
    skipDuplicates: true,
  });
  if (count > 0) emit('user.registered', id, { userId: id, name, roles: [role] });
}
