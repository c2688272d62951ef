import type { Viewer } from '@app/kernel/viewer';
import { pino } from 'pino';
import { asksUsers } from '../../src/identity/ask-users.ts';
import type { SessionState } from '../../src/identity/session.ts';
import { viewers } from '../../src/identity/viewer.ts';
import { CLOSE, type Close } from '../../src/live/refusals.ts';
import { openSessions, type Session } from '../../src/live/sessions.ts';
import type { Source } from '../../src/transport/source.ts';
import { claims, jwksOf, pair, sign } from '../world/keys.ts';
import { soon } from './reading.ts';

const MANY = 1_000;
const log = pino({ level: 'silent' });
const key = pair('tok-1');
const token = (n: number, seconds = 600) =>
  sign(key, claims({ sub: `usr_${n}`, sid: `ses_${n}`, exp: Math.floor(Date.now() / 1_000) + seconds }));
const standing = (n: number, roles = ['CUSTOMER']): SessionState => ({
  userId: `usr_${n}`,
  name: `user ${n}`,
  roles,
  businessIds: [],
});

/** Users with many sessions; `questions` has the sessions of each question it was asked. */
function users() {
  const states = new Map(Array.from({ length: MANY }, (_, n) => [`ses_${n}`, standing(n)]));
  const questions: number[] = [];
  const ask: Source['ask'] = async ({ variables }) => {
    const ids = variables?.ids as string[];
    questions.push(ids.length);
    return { data: { sessionStates: ids.map((id) => states.get(id) ?? null) } };
  };
  const sources = new Map([['users', { ask } as Source]]);
  const viewerOf = viewers({ tokenJwks: jwksOf(key), sessionState: asksUsers(sources, log), log });
  return { states, questions, viewerOf };
}

it('a thousand open sessions are asked about together, and each that ends or changes is noticed within five seconds', async () => {
  const { states, questions, viewerOf } = users();
  const ended = new Map<number, Close>();
  const changed: Viewer[] = [];
  let noticed = () => {};
  const sessions = openSessions({ viewerOf, log }, ({ viewer }: Session) => {
    changed.push(viewer);
    noticed();
  });
  const open = (n: number) =>
    sessions.open(`Bearer ${token(n, n === 2 ? 3 : 600)}`, (why) => {
      ended.set(n, why);
      noticed();
    });
  await Promise.all(Array.from({ length: MANY }, (_, n) => open(n)));
  expect(questions).toEqual([500, 500]);

  states.delete('ses_0');
  states.set('ses_1', standing(1, ['CUSTOMER', 'COURIER']));
  const all = new Promise<void>((resolve) => {
    noticed = () => ended.size === 2 && changed.length === 1 && resolve();
  });
  const begun = Date.now();
  await soon(all, 'what has changed');

  // Within five seconds, and what a loaded machine takes to notice.
  expect(Date.now() - begun).toBeLessThan(8_000);
  expect(ended).toEqual(
    new Map<number, Close>([
      [0, CLOSE.sessionEnded],
      [2, CLOSE.tokenExpired],
    ]),
  );
  expect(changed.map(({ id, roles }) => [id, roles])).toEqual([['usr_1', ['CUSTOMER', 'COURIER']]]);
  // Those whose turn it was were one question each time.
  const again = questions.slice(2);
  expect(again.reduce((sum, count) => sum + count, 0) / again.length).toBeGreaterThan(MANY / 10);
  expect(again.length).toBeLessThan(25);
  sessions.stop();
}, 60_000);
