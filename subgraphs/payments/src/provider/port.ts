/** A pay session at a provider, in our words. */
export interface ProviderSession {
  readonly reference: string;
  readonly url: string;
  readonly status: 'open' | 'paid' | 'declined' | 'expired';
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** What a provider's webhook says, in our words. */
export interface ProviderNews {
  readonly paymentId: string;
  readonly reference: string;
  readonly status: 'paid' | 'declined' | 'expired';
  readonly amountMinor: bigint;
  readonly currency: string;
}

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
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly reason: string;
}

/** The one door to payment providers (P2). Every call may be repeated; all of them throw ProviderUnavailable or ProviderRefused. */
export interface PaymentProvider {
  /** `sandbox`; kept with each payment, and part of the webhook's address. */
  readonly name: string;
  createSession(request: SessionRequest): Promise<ProviderSession>;
  getSession(reference: string): Promise<ProviderSession>;
  /** Ends an open session; one that was settled before stays as it is. */
  expireSession(reference: string): Promise<ProviderSession>;
  refund(request: RefundRequest): Promise<{ reference: string }>;
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
