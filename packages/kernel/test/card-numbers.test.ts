import { holdsCardNumber } from '../src/card-numbers.ts';

describe('a card number', () => {
  it.each([
    ['Visa', '4111111111111111'],
    ['Visa, 13 digits', '4222222222222'],
    ['Mastercard', '5555 5555 5555 4444'],
    ['Mastercard, new range', '2223-0031-2200-3222'],
    ['American Express', '3782 822463 10005'],
    ['Diners', '3056 930902 5904'],
    ['JCB', '3566002020360505'],
    ['Maestro, 19 digits', '6304000000000000000'],
    ['in a sentence', 'ring twice, my card is 4111 1111 1111 1111, thanks'],
    ['before its date of expiry', '4111 1111 1111 1111 12/27 123'],
    ['after another number', 'flat 12 4111-1111-1111-1111'],
    ['glued to letters', 'card4111111111111111x'],
    ['with long dashes', '4111–1111–1111–1111'],
    ['with narrow spaces', '4111\u202f1111\u202f1111\u202f1111'],
    ['in full-width digits', '４１１１１１１１１１１１１１１１'],
    ['with loose separators', '4111 - 1111 - 1111 - 1111'],
    ['digit by digit', '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'],
  ])('is seen: %s', (_what, text) => expect(holdsCardNumber(text)).toBe(true));

  it.each([
    ['a wrong check digit', '4111111111111112'],
    ['twelve digits', '411111111111'],
    ['twenty digits together', '41111111111111111111'],
    ['a telephone number', 'call +4915112345675 please'],
    ['a decimal', '0.4111111111111111'],
    ['a process and a time, which end in a right check digit', 'ada-41234-1763745957009@example.test'],
    ['a counter and a time, which end in a right check digit', 'key-3-1763745957007'],
    ['a telephone number in uneven groups', '49 151 1234 5678'],
    ['seventeen digits that begin like no bank’s card', '41111111111111113'],
    ['milliseconds since 1970', `order-${1_763_740_800_000}-7`],
    ['nanoseconds since 1970', '1763740800000000003'],
    ['a date and time', '20261121165942'],
    ['an amount', '1250000000000000.00'],
    ['an id', 'ord_01KAJ4QK9V3Z8M5N7P2R6T4W1X'],
    ['a UUID', '123e4567-e89b-12d3-a456-426614174000'],
    ['words', 'leave it at the door, second floor'],
    ['nothing', ''],
  ])('is not seen in %s', (_what, text) => expect(holdsCardNumber(text)).toBe(false));

  it('is looked for in linear time', () => {
    const started = performance.now();
    holdsCardNumber('5 '.repeat(100_000));
    holdsCardNumber('5'.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
