import type { Viewer } from '@app/kernel/viewer';
import type { LivePort } from '../live-port.ts';
import { CLOSE, type Close, isSignedOut } from './refusals.ts';

/** Who sits at the other end of a socket or a stream, for as long as it is open. */
export interface Session {
  readonly authorization: string | undefined;
  viewer(): Viewer;
  /** Asks again who this is; ends the session when the answer is "nobody any more". */
  recheck(): Promise<void>;
  /** Calls `listener` whenever the viewer's rights have changed. Answers with how to stop that. */
  onRights(listener: () => void): () => void;
  /** Ends it for a reason of somebody else. */
  end(why: Close): void;
  close(): void;
}

/** A revoked session ends this much after the gateway stopped believing it from memory (`identity/session.ts`), at the latest. */
const RECHECK_MS = 2_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Opens a session for `authorization`, or throws why not. `end` is called once when the session is over by itself. */
export async function openSession(
  port: Pick<LivePort, 'viewerOf' | 'log'>,
  { authorization, end }: { authorization: string | undefined; end: (why: Close) => void },
): Promise<Session> {
  let viewer = await port.viewerOf(authorization);
  const expiresAt = expiryOf(authorization);
  const listeners = new Set<() => void>();
  const timers: NodeJS.Timeout[] = [];
  let open = true;

  const close = () => {
    open = false;
    for (const timer of timers) clearTimeout(timer);
  };
  const over = (why: Close) => {
    if (!open) return;
    close();
    end(why);
  };
  const become = (now: Viewer) => {
    const changed = rightsOf(now) !== rightsOf(viewer);
    viewer = now;
    if (changed && open) for (const listener of listeners) listener();
  };
  const recheck = () =>
    port.viewerOf(authorization).then(become, (error: unknown) => {
      // Whoever answers this may be down for a moment: the token itself still ends the session in time.
      if (!isSignedOut(error)) return port.log.warn({ err: error }, 'a session could not be checked again');
      return over(expiresAt <= Date.now() ? CLOSE.tokenExpired : CLOSE.sessionEnded);
    });

  if (authorization) {
    const left = Math.min(expiresAt - Date.now(), LONGEST_TIMER_MS);
    timers.push(setTimeout(() => over(CLOSE.tokenExpired), left).unref());
    timers.push(setInterval(() => void recheck(), RECHECK_MS).unref());
  }

  return {
    authorization,
    viewer: () => viewer,
    recheck,
    onRights(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    end: over,
    close,
  };
}

/** When a token that was just found good ends, in milliseconds since 1970; nobody in particular never ends. */
function expiryOf(authorization: string | undefined): number {
  if (!authorization) return Number.POSITIVE_INFINITY;
  const claims = Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString('utf8');
  return (JSON.parse(claims) as { exp: number }).exp * 1_000;
}

const rightsOf = ({ kind, id, roles, businessIds }: Viewer): string =>
  JSON.stringify([kind, id, [...roles].sort(), [...businessIds].sort()]);

const known = new WeakMap<Viewer, string>();

/** The same for whom subgraphs would answer the same. Put together once for each viewer. */
export function rightsKey(viewer: Viewer): string {
  let key = known.get(viewer);
  if (key === undefined) {
    key = JSON.stringify(viewer);
    known.set(viewer, key);
  }
  return key;
}
