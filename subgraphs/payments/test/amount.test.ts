import { razorpayMinting, stripeMinting, toOurs, toTheirs } from '../src/provider/amount.ts';
import { ProviderRefused } from '../src/provider/port.ts';

describe('an amount', () => {
  it.each([
    ['EUR', 2_500n, 2_500n],
    ['JPY', 500n, 500n],
    ['KRW', 12_000n, 12_000n],
    ['KWD', 5_120n, 5_120n],
    ['ISK', 5n, 500n],
    ['UGX', 1_000n, 100_000n],
    ['HUF', 10n, 1_000n],
  ])('of %s is told Stripe exactly, and read back', (currency, ours, theirs) => {
    expect(toTheirs(stripeMinting, ours, currency)).toBe(theirs);
    expect(toOurs(stripeMinting, theirs, currency)).toBe(ours);
  });

  it.each([
    ['INR', 29_995n, 29_995n],
    ['JPY', 295n, 295n],
    ['KWD', 295_990n, 295_990n],
  ])('of %s is told Razorpay exactly, and read back', (currency, ours, theirs) => {
    expect(toTheirs(razorpayMinting, ours, currency)).toBe(theirs);
    expect(toOurs(razorpayMinting, theirs, currency)).toBe(ours);
  });

  it('that a provider cannot count is refused, not rounded', () => {
    expect(() => toTheirs(stripeMinting, 5_124n, 'KWD')).toThrow(ProviderRefused);
    expect(() => toTheirs(razorpayMinting, 295_991n, 'KWD')).toThrow(ProviderRefused);
    expect(() => toOurs(stripeMinting, 1_050n, 'HUF')).toThrow(RangeError);
  });
});
