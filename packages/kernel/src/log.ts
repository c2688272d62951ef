import { AsyncLocalStorage } from 'node:async_hooks';
import { type Logger, pino } from 'pino';

export type { Logger };

const correlation = new AsyncLocalStorage<string>();

/** Runs `body` so that everything it logs and emits carries this correlation id (X5). */
export const withCorrelation = <T>(id: string, body: () => T): T => correlation.run(id, body);

/** The correlation id of whatever is being worked on, if any. */
export const correlationId = (): string | undefined => correlation.getStore();

const SECRETS = [
  'password',
  'accessToken',
  'refreshToken',
  'token',
  'authorization',
  'handoverCode',
  'email',
  'phone',
  'idempotencyKey',
];

/** A service's log: JSON lines on stdout, secrets and personal fields removed, the correlation id on each line. */
export const openLog = (service: string): Logger =>
  pino({
    name: service,
    level: process.env.LOG_LEVEL ?? 'info',
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    mixin: () => {
      const id = correlation.getStore();
      return id ? { correlationId: id } : {};
    },
  });
