/** Crockford's base 32 without its vowels: nothing to misread, and no words by accident. */
const ALPHABET = '0123456789BCDFGHJKMNPQRSTVWXYZ';

/** A number for people, `A7K2-9QXM` style, from at least eight random bytes. */
export function orderNumber(random: Uint8Array): string {
  const value = random.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const size = BigInt(ALPHABET.length);
  const symbols = Array.from({ length: 8 }, (_, index) => ALPHABET[Number((value / size ** BigInt(index)) % size)]);
  return `${symbols.slice(0, 4).join('')}-${symbols.slice(4).join('')}`;
}
