import type { Pool } from 'pg';
import { connect } from './db.ts';

const DEMO_COURIER = {
  id: 'cou_demo',
  userId: 'usr_demo_courier',
  name: 'Demo Courier',
  online: false,
  lastLatitude: 52.5206,
  lastLongitude: 13.4061,
};

/** Puts the demo courier near Demo Bistro, offline. A second time it changes nothing. */
export async function seed(pool: Pool): Promise<void> {
  const db = connect(pool);
  const now = new Date();
  await db.courier.createMany({
    data: [{ ...DEMO_COURIER, lastSeenAt: now, createdAt: now }],
    skipDuplicates: true,
  });
  await db.$disconnect();
}
