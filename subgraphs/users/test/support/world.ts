import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { openPool } from '@app/kernel/db';
import { keyRing, signingKey } from '@app/kernel/tokens';
import { anonymous, type Viewer } from '@app/kernel/viewer';
import { run } from '@app/kernel/work';
import { graphql } from 'graphql';
import { openAdmission } from '../../src/admission.ts';
import { contextFor, type UserCommand } from '../../src/context.ts';
import type { Credentials } from '../../src/credentials/credentials.ts';
import { accessTokens, TOKEN_KID } from '../../src/credentials/tokens.ts';
import { connect } from '../../src/db.ts';
import { usersSchema } from '../../src/subgraph.ts';

process.env.USERS_FIELD_KEYS ??= `test:${randomBytes(32).toString('base64')}`;

export const NOON = new Date('2026-01-01T12:00:00Z');
export const PASSWORD = 'Tulip-on-the-9th-floor';

/** The key pair of this test run: what signs access tokens, and what believes them. */
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
export const KEYS = keyRing(JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: TOKEN_KID }] }));

/** One database, the verbs a test needs to arrange and inspect it, and nothing else. */
export function openWorld() {
  const pool = openPool('users', `${process.env.TEST_POSTGRES_URL}/users_test_${process.env.JEST_WORKER_ID}`);
  const db = connect(pool);
  let now = NOON;
  const clock = () => now;
  const credentials: Credentials = {
    db,
    admission: openAdmission({ atOnce: 2, waiting: 100 }),
    tokens: accessTokens(signingKey(TOKEN_KID, pem), 900),
    sessionDays: 30,
    clock,
  };
  return {
    db,
    pool,
    credentials,
    async reset() {
      now = NOON;
      await db.$executeRaw`TRUNCATE "User", "UserBusiness", "LoginAttempt", "OutboxEvent", "InboxEvent" CASCADE`;
    },
    async close() {
      await db.$disconnect();
      await pool.end();
    },
    later(ms: number) {
      now = new Date(now.getTime() + ms);
    },
    /** Asks the schema as somebody. */
    async ask(viewer: Viewer, source: string, variableValues: Record<string, unknown> = {}) {
      const contextValue = contextFor(credentials, viewer);
      const result = await graphql({ schema: usersSchema, source, variableValues, contextValue });
      // As plain JSON, the way a caller sees it.
      return JSON.parse(JSON.stringify(result));
    },
    as: (viewer: Viewer) => ({
      does: <I, T, C extends string>(command: UserCommand<I, T, C>, input: I) =>
        run({ db, viewer, clock }, command, input),
    }),
    user: (id: string, given: { status?: 'ACTIVE' | 'SUSPENDED'; passwordHash?: string } = {}) =>
      db.user.create({
        data: {
          id,
          emailNormalised: `${id}@example.test`,
          name: id.toUpperCase(),
          passwordHash: 'none',
          roles: ['CUSTOMER'],
          createdAt: NOON,
          ...given,
        },
      }),
    told: () => db.outboxEvent.findMany({ orderBy: { position: 'asc' }, select: { type: true, payload: true } }),
  };
}

export const NOBODY = anonymous('gateway');

/** A signed-in customer, as the gateway introduces them. */
export const customer = (id: string, sessionId: string | null = null): Viewer => ({
  kind: 'user',
  id,
  name: id.toUpperCase(),
  roles: ['CUSTOMER'],
  businessIds: [],
  sessionId,
  caller: 'gateway',
});

/** An admin. */
export const ADMIN: Viewer = { ...customer('root'), roles: ['ADMIN'] };
