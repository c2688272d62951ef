const DIGITS = /(?:\d[ -]?){12,18}\d/g;

/** Whether text holds what passes for a card number (P12): 13 to 19 digits with a correct check digit. Such text is refused, never stored. */
export const holdsCardNumber = (text: string): boolean =>
  [...text.matchAll(DIGITS)].some(([found]) => passesLuhn(found.replaceAll(/\D/g, '')));

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
