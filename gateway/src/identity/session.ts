import { LRUCache } from 'lru-cache';

/** What a session may do right now. */
export interface SessionState {
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly businessIds: readonly string[];
}

/** The session as it stands, `ended` when it is over, `unknown` when the users domain cannot say. */
export type Standing = SessionState | 'ended' | 'unknown';

/** A revoked session works for at most this long; a live stream notices up to a second later, within the promised five. */
const FRESH_MS = 3_000;
/** How soon the users domain is asked again when it did not answer. */
const ASK_AGAIN_MS = 1_000;
const MAX_SESSIONS = 50_000;

/** Asks about each session at most every three seconds, and once for however many requests wait for the answer. */
export function sessionCache(ask: (sid: string) => Promise<SessionState | null>): (sid: string) => Promise<Standing> {
  const sessions = new LRUCache<string, { standing: Standing }>({
    max: MAX_SESSIONS,
    ttl: FRESH_MS,
    fetchMethod: async (sid, _stale, { options }) => {
      try {
        return { standing: (await ask(sid)) ?? 'ended' };
      } catch {
        options.ttl = ASK_AGAIN_MS;
        return { standing: 'unknown' };
      }
    },
  });
  return async (sid) => (sessions.get(sid) ?? (await sessions.fetch(sid)))?.standing ?? 'unknown';
}
