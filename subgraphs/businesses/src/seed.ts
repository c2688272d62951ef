import { system } from '@app/kernel/viewer';
import { transact, type Work } from '@app/kernel/work';
import type pg from 'pg';
import { connect, type Tx } from './db.ts';
import { type Seller, sellers } from './seed/sellers.ts';

const OWNER = 'usr_demo_business';
const CURRENCY = 'EUR';
const TIMEZONE = 'Europe/Berlin';

/** Creates the demo businesses that are missing, with their menus. Running it again changes nothing and tells nothing. */
export async function seed(pool: pg.Pool): Promise<void> {
  const db = connect(pool);
  try {
    await transact<Tx, void>({ db, viewer: system('businesses') }, async (work) => {
      const created = await createBusinesses(work);
      await createMenus(work, created);
      for (const seller of created) tell(work, seller);
    });
  } finally {
    await db.$disconnect();
  }
}

async function createBusinesses({ tx, now }: Work<Tx>): Promise<Seller[]> {
  const rows = await tx.business.createManyAndReturn({
    data: sellers.map(({ items: _items, hours, ...seller }) => ({
      ...seller,
      status: 'ACTIVE' as const,
      alwaysOpen: hours === 'always',
      timezone: TIMEZONE,
      currency: CURRENCY,
      createdAt: now,
    })),
    skipDuplicates: true,
    select: { id: true },
  });
  return sellers.filter(({ id }) => rows.some((row) => row.id === id));
}

async function createMenus({ tx }: Work<Tx>, created: readonly Seller[]): Promise<void> {
  await tx.openingHours.createMany({
    data: created.flatMap(({ id, hours }) =>
      hours === 'always' ? [] : hours.map((span) => ({ ...span, businessId: id })),
    ),
  });
  await tx.businessMember.createMany({
    data: created.map(({ id }) => ({ businessId: id, userId: OWNER, role: 'OWNER' as const })),
  });
  await tx.menuCategory.createMany({
    data: created.map(({ id }) => ({ id: categoryOf(id), businessId: id, name: 'Menu', position: 0 })),
  });
  await tx.menuItem.createMany({
    data: created.flatMap((seller) =>
      seller.items.map(({ id, dish: [name, priceMinor], description }, position) => ({
        id,
        businessId: seller.id,
        categoryId: categoryOf(seller.id),
        name,
        description: description ?? null,
        priceMinor,
        position,
      })),
    ),
  });
}

const categoryOf = (businessId: string): string => businessId.replace(/^biz/, 'cat');

function tell({ emit }: Work<Tx>, { id: businessId, name, latitude, longitude, items }: Seller): void {
  const location = { latitude, longitude };
  emit('business.registered', businessId, { businessId, name, ownerId: OWNER, location, currency: CURRENCY });
  emit('business.member-added', businessId, { businessId, userId: OWNER });
  for (const { id, dish } of items) {
    const [label, priceMinor, initialStock] = dish;
    const item = { itemId: id, businessId, name: label, priceMinor: BigInt(priceMinor), currency: CURRENCY };
    emit('item.created', id, { ...item, initialStock });
  }
}
