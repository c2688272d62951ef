interface Ours {
  readonly id: string;
  readonly method: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly providerReference: string | null;
}
interface Theirs {
  readonly reference: string;
  readonly paymentId: string | null;
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** Whether a provider speaks of the payment we opened there: the same payment, amount, currency and session. Else it is not believed. */
export const agrees = (ours: Ours, theirs: Theirs): boolean =>
  ours.method === 'ONLINE' &&
  ours.id === theirs.paymentId &&
  ours.amountMinor === theirs.amountMinor &&
  ours.currency === theirs.currency &&
  (ours.providerReference === null || ours.providerReference === theirs.reference);
