import { publicError } from '@app/kernel/errors';
import type { Logger } from '@app/kernel/log';
import { TokenRefused } from '@app/kernel/tokens';
import { anonymous, type Viewer } from '@app/kernel/viewer';
import type { GraphQLError } from 'graphql';
import { type SessionState, sessionCache } from './session.ts';
import { tokenReader } from './token.ts';

const CALLER = 'gateway';
const nobody = anonymous(CALLER);
/** No token of ours is longer; a longer text is not worth hashing. */
const MAX_TOKEN_LENGTH = 8_192;

/**
 * The viewer behind an `Authorization` header or a bare token. Throws UNAUTHENTICATED; without a token, nobody. The log
 * names a refused request by its number.
 */
export type ViewerOf = (authorization: string | undefined, correlationId?: string) => Promise<Viewer>;

/** Turns clients' tokens into viewers: signature first, then the session as it stands now. */
export function viewers({
  tokenJwks,
  sessionState,
  log,
}: {
  tokenJwks: string;
  sessionState: (sid: string) => Promise<SessionState | null>;
  log: Logger;
}): ViewerOf {
  const readToken = tokenReader(tokenJwks);
  const standingOf = sessionCache(sessionState);
  // One object for as long as nothing changes: what is worked out for a viewer elsewhere is kept by it.
  const known = new WeakMap<SessionState, Viewer>();

  return async (authorization, correlationId) => {
    if (!authorization) return nobody;
    const signed = believe(authorization, correlationId);
    const standing = await standingOf(signed.sid);
    if (standing === 'ended') throw notGood();
    const state = standing === 'unknown' ? signed : standing;
    // A session belongs to one user for good; anything else is a forged pair.
    if (state.userId !== signed.userId) throw notGood();
    const viewer = known.get(state);
    if (viewer?.sessionId === signed.sid) return viewer;
    const made = viewerWith(state, signed.sid);
    known.set(state, made);
    return made;
  };

  function believe(authorization: string, correlationId: string | undefined) {
    try {
      return readToken(tokenIn(authorization));
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      log.warn({ security: 'token-refused', reason: error.message, correlationId }, 'an access token was refused');
      throw notGood();
    }
  }
}

const viewerWith = ({ userId, name, roles, businessIds }: SessionState, sessionId: string): Viewer => ({
  kind: 'user',
  id: userId,
  name,
  roles,
  businessIds,
  sessionId,
  caller: CALLER,
});

function tokenIn(authorization: string): string {
  const [, scheme, token] = /^(?:(\S+)\s+)?(\S+)$/.exec(authorization.trim()) ?? [];
  if (!token || token.length > MAX_TOKEN_LENGTH || (scheme && scheme.toLowerCase() !== 'bearer'))
    throw new TokenRefused('not a bearer token');
  return token;
}

const notGood = (): GraphQLError =>
  publicError('UNAUTHENTICATED', 'The access token is not good (any more). Sign in or refresh the session.');
