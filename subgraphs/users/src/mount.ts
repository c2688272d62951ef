import { defineSubgraph } from '@app/kernel/mount';
import { signingKey } from '@app/kernel/tokens';
import { openAdmission } from './admission.ts';
import { consumers } from './consumers/index.ts';
import { contextFor } from './context.ts';
import { accessTokens, TOKEN_KID } from './credentials/tokens.ts';
import { connect, type Tx } from './db.ts';
import { readSettings } from './env.ts';
import { usersSchema } from './subgraph.ts';
import { startSweeping } from './sweep.ts';

/** The users domain, to be mounted in a process of its own, in the gateway's or in a test. */
export const usersSubgraph = defineSubgraph<Tx>({
  name: 'users',
  open({ pool, log }) {
    const settings = readSettings();
    const db = connect(pool);
    const credentials = {
      db,
      admission: openAdmission({ atOnce: settings.hashesAtOnce, waiting: settings.hashesWaiting }),
      tokens: accessTokens(signingKey(TOKEN_KID, settings.tokenPrivateKey), settings.accessTokenSeconds),
      sessionDays: settings.sessionDays,
      clock: () => new Date(),
    };
    return {
      schema: usersSchema,
      db,
      context: (viewer) => contextFor(credentials, viewer),
      consumers,
      timers: [],
      background: () => startSweeping({ db, pool }, log),
      close: () => db.$disconnect(),
    };
  },
});
