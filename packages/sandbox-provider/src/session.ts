import { randomBytes } from 'node:crypto';

/** Where a pay session stands. Everything but `open` is final. */
export type SessionStatus = 'open' | 'paid' | 'declined' | 'expired';

/** One thing a shop asked its customer to pay. */
export interface Session {
  readonly id: string;
  readonly status: SessionStatus;
  /** Integer text in the currency's smallest unit. */
  readonly amount: string;
  readonly currency: string;
  /** The shop's own name for it. */
  readonly reference: string;
  readonly description: string;
  readonly merchant: string;
  readonly webhookUrl: string;
  readonly returnUrl: string | null;
  readonly expiresAt: string;
  readonly createdAt: string;
}

/** Money given back from a paid session. */
export interface Refund {
  readonly id: string;
  readonly sessionId: string;
  /** The shop's own name for it. */
  readonly reference: string;
  readonly amount: string;
  readonly currency: string;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly createdAt: string;
  /** When and how a pending one ends. */
  readonly ends: { readonly at: string; readonly status: 'succeeded' | 'failed' } | null;
}

/** A message to the shop, kept until the shop has taken it. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly body: string;
  readonly createdAt: string;
  readonly attempts: number;
  readonly state: 'waiting' | 'delivered' | 'given-up';
  /** Not sent before this. */
  readonly notBefore?: string;
  /** How often it is still to be taken; once, when nothing is said. */
  readonly copies?: number;
  /** Waits with others, which go newest first. */
  readonly reordered?: boolean;
}

/** What an idempotency key was first used for, and what was made of it. */
export interface Remembered {
  readonly key: string;
  readonly input: string;
  readonly resultId: string;
}

/** An id that nobody can guess: whoever knows a session's id may pay it. */
export const secretId = (prefix: string): string => `${prefix}_${randomBytes(18).toString('base64url')}`;
