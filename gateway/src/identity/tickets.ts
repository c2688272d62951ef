import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { publicError } from '@app/kernel/errors';
import type { Logger } from '@app/kernel/log';
import type { Redis } from 'ioredis';

/**
 * Tickets for clients that cannot send headers (a browser's `EventSource`): a ticket may stand in a URL, because it works
 * once and for half a minute, while a token in a URL would live on in logs and histories.
 */
export interface Tickets {
  /** A ticket that stands for this `Authorization` header. Throws UPSTREAM_UNAVAILABLE without Redis. */
  issue(authorization: string): Promise<string>;
  /** The header a ticket stands for. Throws UNAUTHENTICATED when it was used, is too old, or never was one. */
  redeem(ticket: string): Promise<string>;
}

/** How long a ticket may wait for its stream, in seconds. */
export const TICKET_SECONDS = 30;
const TICKET = /^[A-Za-z0-9_-]{43}$/;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Tickets that any gateway on this Redis redeems. Redis holds neither tickets nor tokens: only what both together open. */
export function openTickets(redis: Redis, log: Logger): Tickets {
  const unavailable = (error: unknown): never => {
    log.warn({ err: error }, 'tickets for event streams need Redis, which does not answer');
    throw publicError('UPSTREAM_UNAVAILABLE', 'Tickets are not to be had just now. Try again in a moment.');
  };
  return {
    async issue(authorization) {
      const ticket = randomBytes(32).toString('base64url');
      const sealed = seal(authorization, ticket);
      await redis.set(nameOf(ticket), sealed, 'EX', TICKET_SECONDS).catch(unavailable);
      return ticket;
    },
    async redeem(ticket) {
      const sealed = TICKET.test(ticket) ? await redis.getdelBuffer(nameOf(ticket)).catch(unavailable) : null;
      if (!sealed) throw publicError('UNAUTHENTICATED', 'This ticket is used up or too old: ask for another one.');
      return unseal(sealed, ticket);
    },
  };
}

const digest = (purpose: string, ticket: string): Buffer =>
  createHash('sha256').update(`${purpose}:${ticket}`).digest();
const nameOf = (ticket: string): string => `ticket:${digest('name', ticket).toString('base64url')}`;

function seal(text: string, ticket: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', digest('key', ticket), iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

function unseal(box: Buffer, ticket: string): string {
  const decipher = createDecipheriv('aes-256-gcm', digest('key', ticket), box.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(box.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return decipher.update(box.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}
