/** Digits with at most three spaces or dashes in between, enough of them for a card number. */
const ENOUGH_DIGITS = /\d(?:[\s\u2010-\u2015-]{0,3}\d){12}/;
const RUN = /\d(?:[\s\u2010-\u2015-]{0,3}\d){12,}/g;
const SHORTEST = 13;
const LONGEST = 19;

/**
 * Whether text holds what must be taken for a payment card's number (P12): 13 to 19 digits with a right check digit, written
 * together or in groups with spaces or dashes, also in the middle of other text. Not taken for one: what begins with 0, 1 or
 * 20 (no card of a bank does; times, dates and serial numbers do) and a telephone number that begins with +.
 */
export function holdsCardNumber(text: string): boolean {
  if (text.length < SHORTEST) return false;
  const plain = text.normalize('NFKC');
  if (!ENOUGH_DIGITS.test(plain)) return false;
  for (const { 0: run, index } of plain.matchAll(RUN)) {
    const isPhone = plain[index - 1] === '+' && run.replaceAll(/\D/g, '').length <= 15;
    if (!isPhone && hasCardIn(run.split(/\D+/))) return true;
  }
  return false;
}

/** Any groups that stand together may be the number: what follows it may be its date of expiry. */
function hasCardIn(groups: readonly string[]): boolean {
  const digits = groups.join('');
  let start = 0;
  for (const [first, group] of groups.entries()) {
    if (mayBegin(digits, start) && endsIn(digits, start, groups.slice(first, first + LONGEST))) return true;
    start += group.length;
  }
  return false;
}

/** Banks' cards begin with 3 to 9, or 22 to 27. */
const mayBegin = (digits: string, start: number): boolean =>
  digits.charCodeAt(start) > TWO || (digits.charCodeAt(start) === TWO && /[2-7]/.test(digits.charAt(start + 1)));

/** Whether a card number that begins at `start` ends with one of the groups from there on. */
function endsIn(digits: string, start: number, groups: readonly string[]): boolean {
  let end = start;
  for (const { length } of groups) {
    end += length;
    if (end - start > LONGEST) return false;
    if (end - start >= SHORTEST && hasCheckDigit(digits, start, end)) return true;
  }
  return false;
}

const ZERO = 48;
const TWO = 50;

/** Luhn's formula. */
function hasCheckDigit(digits: string, start: number, end: number): boolean {
  let sum = 0;
  for (let at = end - 1, twice = false; at >= start; at--, twice = !twice) {
    const weighed = (digits.charCodeAt(at) - ZERO) * (twice ? 2 : 1);
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}
