import type { Viewer } from '@app/kernel/viewer';
import type { BusinessRow, Db } from './db.ts';
import { businessLoader } from './reads/business.loader.ts';
import { itemLoader, menuLoader, type RecentMenus, type ShownItem } from './reads/item.loader.ts';
import { type NearbyPage, type NearbyQuestion, nearby } from './reads/nearby.ts';

/** What every resolver of this subgraph is given. Made once per request, with one reading of the clock. */
export interface Context {
  readonly viewer: Viewer;
  readonly db: Db;
  readonly now: Date;
  business(id: string): Promise<BusinessRow | null>;
  item(id: string): Promise<ShownItem | null>;
  menu(businessId: string): Promise<ShownItem[]>;
  nearby(question: NearbyQuestion): Promise<NearbyPage>;
}

/** The context of one request. */
export const contextFor = (
  { db, menus, clock = () => new Date() }: { db: Db; menus: RecentMenus; clock?: () => Date },
  viewer: Viewer,
): Context => {
  const now = clock();
  const businesses = businessLoader(db, viewer);
  const items = itemLoader(db, viewer);
  const menu = menuLoader(db, menus);
  return {
    viewer,
    db,
    now,
    business: (id) => businesses.load(id),
    item: (id) => items.load(id),
    menu: (businessId) => menu.load(businessId),
    async nearby(question) {
      const page = await nearby(db, question, now);
      for (const { node } of page.edges) businesses.prime(node.id, node);
      return page;
    },
  };
};
