import { isOutdatedPlan } from './prepared.ts';

/** Why something failed that is nobody's mistake. `overload`: it was rolled back; `away`: nobody knows whether it happened. */
export type Fault = 'overload' | 'away';

/** Of PostgreSQL while it stops, starts or recovers, of connections to it, of Prisma about both, and of sockets. */
const AWAY_CODES: ReadonlySet<unknown> = new Set([
  ...['57P01', '57P02', '57P03', '08000', '08003', '08006'],
  ...['P1001', 'P1017'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'],
]);
const AWAY_WORDS =
  /Code: `(57P0[123]|08\w{3})`|Connection terminated|Server has closed the connection|ConnectionClosed|Can't reach database|database has been silent/;

/** PostgreSQL's, of a transaction that nobody went on with. */
const GIVEN_UP = '25P03';

type Failed = Error & { readonly code?: unknown };

/**
 * No connection became free in time, a transaction was given up because it took too long, or one lost against others again and
 * again: rolled back, so that asking again is safe.
 */
const isOverload = (error: Failed): boolean =>
  error.code === 'P2028' ||
  error.code === GIVEN_UP ||
  error.name === 'TransactionTooLong' ||
  error.name === 'LostRace' ||
  isRace(error) ||
  error.message.includes('timeout exceeded when trying to connect');

const isAway = ({ code, name, message }: Failed): boolean =>
  AWAY_CODES.has(code) || name === 'PeerUnavailable' || AWAY_WORDS.test(message);

/** Whether an error says that a database or a neighbour had no room, or did not answer; null for everything else. */
export function faultOf(error: Failed): Fault | null {
  if (isOverload(error)) return 'overload';
  return isAway(error) ? 'away' : null;
}

/** PostgreSQL rolled the transaction back because of another one: serialization failure, deadlock, a migration. */
export function isRace(error: unknown): boolean {
  if (isOutdatedPlan(error)) return true;
  const text = `${(error as { code?: unknown }).code} ${error instanceof Error ? error.message : ''}`;
  return /\bP2034\b|\b40001\b|\b40P01\b|deadlock detected|TransactionWriteConflict/.test(text);
}
