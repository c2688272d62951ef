import type { ClientConfig } from 'pg';

/**
 * What every session asks of the server, as a host of ours that is gone without a word cannot give back what it holds: locks
 * in a transaction that nobody goes on with for 20 s (none of ours takes that long), and all of a connection at whose other
 * end nobody has been for half a minute, leadership included. By itself PostgreSQL waits for two hours.
 */
export const SESSION = {
  idle_in_transaction_session_timeout: 20_000,
  options: '-c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3',
} satisfies ClientConfig;
