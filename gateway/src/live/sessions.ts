import type { Viewer } from '@app/kernel/viewer';
import type { LivePort } from '../live-port.ts';
import { CLOSE, type Close, isSignedOut } from './refusals.ts';
import { sameRights, sameViewer } from './rights.ts';

/** Who sits at the other end of a socket or a stream, for as long as it is open. */
export interface Session {
  readonly authorization: string | undefined;
  /** When its token ends, in milliseconds since 1970. */
  readonly expiresAt: number;
  viewer: Viewer;
  /** Those whose turn it is at the same time; without it the session is over. */
  readonly turn: Set<Session>;
  /** Called once when the session is over by itself. */
  readonly end: (why: Close) => void;
}

/** Everybody who is connected to this process. */
export interface Sessions {
  /** Opens a session for `authorization`, or throws why not. `end` is called once when it is over by itself. */
  open(authorization: string | undefined, end: (why: Close) => void): Promise<Session>;
  /** Asks again who this is; ends the session when the answer is "nobody any more". */
  recheck(session: Session): Promise<void>;
  /** Ends it for a reason of somebody else. */
  end(session: Session, why: Close): void;
  close(session: Session): void;
  stop(): void;
}

/**
 * A revoked session ends this much after the gateway stopped believing it from memory (`identity/session.ts`), at the
 * latest. Sessions take turns, so that checking many never holds up steps; those whose turn it is are one question.
 */
const RECHECK_MS = 1_000;
const TURNS = 4;

/** Opens the book; `onRights` is called when what a session may do has changed. */
export function openSessions(
  port: Pick<LivePort, 'viewerOf' | 'log'>,
  onRights: (session: Session) => void = () => undefined,
): Sessions {
  const turns = Array.from({ length: TURNS }, () => new Set<Session>());
  let opened = 0;
  let ticks = 0;

  const isOpen = (session: Session): boolean => session.turn.has(session);
  const end = (session: Session, why: Close): void => void (session.turn.delete(session) && session.end(why));
  const become = (session: Session, now: Viewer): void => {
    const before = session.viewer;
    if (sameViewer(before, now)) return;
    session.viewer = now;
    if (isOpen(session) && !sameRights(before, now)) onRights(session);
  };
  const recheck = (session: Session): Promise<void> =>
    port.viewerOf(session.authorization).then(
      (now) => become(session, now),
      (error: unknown) => {
        // Whoever answers this may be down for a moment: the token itself still ends the session in time.
        if (!isSignedOut(error)) return port.log.warn({ err: error }, 'a session could not be checked again');
        return end(session, session.expiresAt <= Date.now() ? CLOSE.tokenExpired : CLOSE.sessionEnded);
      },
    );
  const look = (session: Session): void => {
    if (session.expiresAt <= Date.now()) end(session, CLOSE.tokenExpired);
    else if (session.authorization) void recheck(session);
  };
  const ticking = setInterval(() => {
    ticks += 1;
    for (const session of turns[ticks % TURNS] ?? []) look(session);
  }, RECHECK_MS / TURNS).unref();

  return {
    async open(authorization, ending) {
      const viewer = await port.viewerOf(authorization);
      opened += 1;
      const turn = turns[opened % TURNS] as Set<Session>;
      const session: Session = { authorization, expiresAt: expiryOf(authorization), viewer, turn, end: ending };
      turn.add(session);
      return session;
    },
    recheck,
    end,
    close: (session) => void session.turn.delete(session),
    stop: () => clearInterval(ticking),
  };
}

/** When a token that was just found good ends, in milliseconds since 1970; nobody in particular never ends. */
function expiryOf(authorization: string | undefined): number {
  if (!authorization) return Number.POSITIVE_INFINITY;
  const claims = Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString('utf8');
  return (JSON.parse(claims) as { exp: number }).exp * 1_000;
}
