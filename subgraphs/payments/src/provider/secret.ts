import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether two secrets are the same, in a time that does not tell how far they agree. */
export const sameSecret = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected));

/** HMAC-SHA256 of a text, in hexadecimal digits. */
export const hmacHex = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');

/** An id for a webhook whose own id is not signed: the same body is the same webhook, whatever its headers say. */
export const idOfBody = (body: string): string => digest(body).toString('hex');
