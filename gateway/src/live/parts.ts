import type { LivePort } from '../live-port.ts';
import type { Answer } from '../run/run.ts';
import type { Channels } from './channels.ts';
import type { compiler } from './compile.ts';
import type { Resolved } from './resolve.ts';
import type { Sessions } from './sessions.ts';
import type { Sharing } from './sharing.ts';
import type { Watch } from './watch.ts';
import type { Written } from './written.ts';

/** What every live subscription of this process shares. */
export interface Parts {
  readonly port: LivePort;
  readonly compile: ReturnType<typeof compiler>;
  readonly channels: Channels;
  /** One execution for all watchers who would get the same answer to the same step. */
  readonly share: Sharing<Resolved>;
  /** A result as a client may see it; made once for all who share it. */
  readonly written: (answer: Answer) => Written;
  /** Subscriptions open now. */
  readonly open: Set<Watch>;
  /** Everybody who is connected. */
  readonly sessions: Sessions;
  /** Sockets and streams of each user, against a user who opens ever more. */
  readonly doors: Doors;
}

/** Counts what each user holds open. */
export interface Doors {
  /** Takes a place for this user; undefined when all of theirs are taken. Answers with how to leave it. */
  enter(userId: string): (() => void) | undefined;
}

/** Sockets and event streams one user may hold on one gateway. */
const MAX_DOORS = 64;

/** Opens the count. Nobody in particular (an empty id) is bounded by the limits per address instead. */
export function openDoors(): Doors {
  const held = new Map<string, number>();
  return {
    enter(userId) {
      if (userId === '') return () => undefined;
      const count = held.get(userId) ?? 0;
      if (count >= MAX_DOORS) return undefined;
      held.set(userId, count + 1);
      let inside = true;
      return () => {
        if (!inside) return;
        inside = false;
        const left = (held.get(userId) ?? 1) - 1;
        if (left > 0) held.set(userId, left);
        else held.delete(userId);
      };
    },
  };
}
