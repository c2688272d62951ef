import type { Socket } from 'node:net';
import type pg from 'pg';

/** A connection of which no byte comes for so long while an answer is due is taken for dead. No statement of ours takes that long. */
export const SILENCE_MS = 30_000;

/** Parts of the driver that its types do not tell of. */
interface Inside {
  readonly connection: { readonly stream: Socket; once(event: 'readyForQuery', heard: () => void): void };
  _getActiveQuery(): unknown;
}

/**
 * A host that is gone without a word leaves its connections open, and who waits for an answer on one waits until TCP gives up,
 * a quarter of an hour, with a place in the pool. Here the connection ends after `ms` of silence, and its statements fail.
 */
export function endWhenSilent(client: pg.Client, ms = SILENCE_MS): void {
  const inside = client as unknown as Inside;
  inside.connection.once('readyForQuery', () => {
    const { stream } = inside.connection;
    stream.setTimeout(ms, () => {
      if (inside._getActiveQuery()) stream.destroy(new Error('the database has been silent for too long'));
    });
  });
}
