import { z } from 'zod';
import { event, id } from './define.ts';

/** Facts the users subgraph publishes. */
export const userEvents = {
  /** An account was opened. */
  'user.registered': event(1, { userId: id, name: z.string(), roles: z.array(z.string()) }),
  /** A session ended: logged out, replayed refresh token, revoked. */
  'session.revoked': event(1, { sessionId: id, userId: id }),
};
