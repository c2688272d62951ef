/** As much of an amount as is not promised back already: two reasons to refund the same part refund it once. */
export function atMost(payment: { amountMinor: bigint; refundDueMinor: bigint }, wantedMinor: bigint): bigint {
  const left = payment.amountMinor - payment.refundDueMinor;
  return wantedMinor < left ? wantedMinor : left;
}
