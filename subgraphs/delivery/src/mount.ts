import { openMoments } from '@app/kernel/moments';
import { defineSubgraph } from '@app/kernel/mount';
import { consumersOf } from './consumers/index.ts';
import { contextFor } from './context.ts';
import { connect, type Tx } from './db.ts';
import { readSettings } from './env.ts';
import { kitchensOf } from './kitchens.ts';
import { openPositions } from './positions.ts';
import { deliverySchema } from './subgraph.ts';
import { startSweeping } from './sweep.ts';
import { timersOf } from './timers/index.ts';
import { openTrail } from './trail.ts';

/** Delivery, to be served as its own process, mounted in the gateway's or opened by a test. */
export const deliverySubgraph = defineSubgraph<Tx>({
  name: 'delivery',
  open({ pool, redis, peers, log }) {
    const db = connect(pool);
    const settings = readSettings();
    const dispatch = { settings, positions: openPositions(redis) };
    const moments = openMoments();
    const trail = openTrail(db, log, settings.trailDays);
    return {
      schema: deliverySchema,
      db,
      context: (viewer, moment) =>
        contextFor({
          ...dispatch,
          ...{ db, trail, viewer },
          recalling: (kind, read) => moments.recalling(moment, kind, read),
          kitchens: kitchensOf(peers, viewer),
          clock: () => new Date(),
        }),
      consumers: consumersOf(dispatch),
      timers: timersOf(dispatch),
      background() {
        const stops = [trail.start(), startSweeping(db, log)];
        return async () => void (await Promise.all(stops.map((stop) => stop())));
      },
      close: () => db.$disconnect(),
    };
  },
});
