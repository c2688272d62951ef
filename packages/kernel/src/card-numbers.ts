/** Digits with at most three spaces or dashes in between, enough of them for a card number. */
const ENOUGH_DIGITS = /\d(?:[\s\u2010-\u2015-]{0,3}\d){12}/;
const RUN = /\d(?:[\s\u2010-\u2015-]{0,3}\d){12,}/g;
const SHORTEST = 13;
const LONGEST = 19;

/** Lengths and first digits of the cards that banks give out. */
const ISSUED = [
  /^4\d{12}(?:\d{3}){0,2}$/, // Visa
  /^(?:5[1-5]|2[2-7])\d{14}(?:\d{3})?$/, // Mastercard, Mir
  /^3[47]\d{13}$/, // American Express
  /^3(?:0[0-5]|[689]\d)\d{11,16}$/, // Diners Club
  /^35\d{14,17}$/, // JCB
  /^(?:5[06-9]|6\d)\d{11,17}$/, // Maestro, Discover, UnionPay, RuPay
  /^(?:8[12]|97)\d{14}$/, // RuPay, Troy
];

/**
 * Whether text holds what must be taken for a payment card's number (P12): 13 to 19 digits that begin like a bank's card, with
 * a right check digit, together or in equal groups (or 4-6-4, 4-6-5) with spaces or dashes, also in the middle of other text.
 * Telephone numbers with a leading + and decimals are not, nor are times and serial numbers in a row: of any long number every
 * tenth has a right check digit.
 */
export function holdsCardNumber(text: string): boolean {
  if (text.length < SHORTEST) return false;
  const plain = text.normalize('NFKC');
  if (!ENOUGH_DIGITS.test(plain)) return false;
  for (const { 0: run, index } of plain.matchAll(RUN)) {
    const isPhone = plain[index - 1] === '+' && run.replaceAll(/\D/g, '').length <= 15;
    const isDecimal = plain[index - 1] === '.' && /\d/.test(plain[index - 2] ?? '');
    if (!isPhone && !isDecimal && hasCardIn(run.split(/\D+/))) return true;
  }
  return false;
}

/** Groups that stand together may be the number: what follows it may be its date of expiry. */
function hasCardIn(groups: readonly string[]): boolean {
  return groups.some((_group, first) => cardBegins(groups, first));
}

/** Whether a card number begins with this group. Text from outside may have very many groups: nothing is copied here. */
function cardBegins(groups: readonly string[], first: number): boolean {
  const size = groups[first]?.length ?? 0;
  let digits = '';
  let even = true;
  for (let at = first; at < groups.length && even; at++) {
    const group = groups[at] ?? '';
    digits += group;
    if (digits.length > LONGEST) return false;
    if (group.length <= size && isCardNumber(digits)) return true;
    even = group.length === size;
  }
  return size === 4 && groups[first + 1]?.length === 6 && isUneven(groups.slice(first, first + 3));
}

/** 4-6-4 and 4-6-5, as Diners Club and American Express print it. */
const isUneven = (groups: readonly string[]): boolean =>
  /^[45]$/.test(String(groups[2]?.length)) && isCardNumber(groups.join(''));

const isCardNumber = (digits: string): boolean =>
  digits.length >= SHORTEST && hasCheckDigit(digits) && ISSUED.some((range) => range.test(digits));

const ZERO = 48;

/** Luhn's formula. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let at = digits.length - 1, twice = false; at >= 0; at--, twice = !twice) {
    const weighed = (digits.charCodeAt(at) - ZERO) * (twice ? 2 : 1);
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}
