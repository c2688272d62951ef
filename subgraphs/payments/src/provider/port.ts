/** The providers there is an implementation for. */
export const providerNames = ['stripe', 'razorpay', 'xendit', 'sandbox'] as const;
export type ProviderName = (typeof providerNames)[number];

/** A pay session at a provider, in our words. */
export interface ProviderSession {
  readonly reference: string;
  /** The payment it was opened for; null when it was not opened by us. */
  readonly paymentId: string | null;
  /** The hosted page; null once there is nothing to pay on it. */
  readonly url: string | null;
  readonly status: 'open' | 'paid' | 'declined' | 'expired';
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** What a provider says became of a session. */
export type SettledSession = Omit<ProviderSession, 'url' | 'status'> & {
  readonly status: Exclude<ProviderSession['status'], 'open'>;
};

/** A refund at a provider, in our words. `pending` becomes `sent` or `failed` later. */
export interface ProviderRefund {
  readonly reference: string;
  readonly status: 'pending' | 'sent' | 'failed';
}

/** What a provider's webhook says, in our words. Of a refund only which one: how it stands is asked. */
export type ProviderNews =
  | { readonly about: 'session'; readonly session: SettledSession }
  | { readonly about: 'refund'; readonly refundId: string };

/** What a session is opened for. */
export interface SessionRequest {
  /** Also the idempotency key: asking twice opens one session. */
  readonly paymentId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly description: string;
  readonly expiresAt: Date;
}

/** What is to go back of a paid session. */
export interface RefundRequest {
  /** Also the idempotency key: asking twice refunds once. */
  readonly refundId: string;
  readonly paymentId: string;
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly reason: string;
}

/** One movement of money as a provider has it on record: a session that was paid, or a refund. */
export interface ProviderRecord {
  /** Its own id of the session or refund; null where its records do not say. */
  readonly reference: string | null;
  /** The payment or refund of ours that it names; null when it names none. */
  readonly ourId: string | null;
  readonly status: 'paid' | ProviderRefund['status'];
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** What part of a provider's records is wanted; `to` is not part of the period. */
export interface RecordQuery {
  readonly about: 'PAYMENT' | 'REFUND';
  readonly from: Date;
  readonly to: Date;
  /** Where the page before this one ended. */
  readonly after: string | null;
}

/** A page of records, and where the next one begins; null: this was the last. */
export interface RecordPage {
  readonly records: readonly ProviderRecord[];
  readonly next: string | null;
}

/** The one door to payment providers (P2). Every call may be repeated; all of them throw ProviderUnavailable or ProviderRefused. */
export interface PaymentProvider {
  /** Kept with each payment, and part of the webhook's address. */
  readonly name: ProviderName;
  /** `token`: its webhooks carry a fixed token that says nothing about the body, so they are asked about before they are believed. */
  readonly webhooks: 'signed' | 'token';
  /** False: the provider does not recognise a session asked for twice, so that only one may ask at a time. */
  readonly recognisesRepeats: boolean;
  /** Whether it takes payments in this currency (ISO 4217). */
  takes(currency: string): boolean;
  createSession(request: SessionRequest): Promise<ProviderSession>;
  getSession(reference: string): Promise<ProviderSession>;
  /** Ends an open session; one that was settled before stays as it is. */
  expireSession(reference: string): Promise<ProviderSession>;
  refund(request: RefundRequest): Promise<ProviderRefund>;
  getRefund(reference: string): Promise<ProviderRefund>;
  records(query: RecordQuery): Promise<RecordPage>;
  /** The id of a webhook that certainly comes from the provider and is new enough; null for any other. */
  verifyWebhook(headers: Record<string, string>, body: string): string | null;
  /** What a verified webhook says; null when it is about nothing of interest. */
  readWebhook(body: string): ProviderNews | null;
}

/** The provider did not answer. What it was asked may or may not have happened. */
export class ProviderUnavailable extends Error {
  override name = 'ProviderUnavailable';
}

/** The provider will not do it, however often it is asked. */
export class ProviderRefused extends Error {
  override name = 'ProviderRefused';
}
