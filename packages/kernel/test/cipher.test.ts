import { randomBytes } from 'node:crypto';
import { CipherRefused, fieldKeys, openCipher } from '../src/cipher.ts';
import { openRow, sealRow } from '../src/sealed-fields.ts';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [a, b] = [key('a'), key('b')];
const cipher = (...keys: string[]) => openCipher(fieldKeys.parse(keys.join(',')));
const PLACE = 'Address.line1:adr_1';

describe('a sealed text', () => {
  it.each(['Alexanderplatz 1', '', 'ß漢字😀', 'x'.repeat(10_000)])('is opened again: %#', (text) => {
    const sealed = cipher(a).seal(text, PLACE);
    expect(sealed).toMatch(/^sealed:a:/);
    expect(text.length > 3 && sealed.includes(text)).toBe(false);
    expect(cipher(a).open(sealed, PLACE)).toBe(text);
  });

  it('is another one each time', () => expect(cipher(a).seal('x', PLACE)).not.toBe(cipher(a).seal('x', PLACE)));

  it('is opened after a rotation, and known to be old', () => {
    const sealed = cipher(a).seal('x', PLACE);
    const rotated = cipher(b, a);
    expect(rotated.open(sealed, PLACE)).toBe('x');
    expect([sealed, rotated.seal('x', PLACE), 'x'].map((each) => each.startsWith(rotated.currentMark))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it.each([
    ['for another row', (sealed: string) => cipher(a).open(sealed, 'Address.line1:adr_2')],
    ['for another column', (sealed: string) => cipher(a).open(sealed, 'Address.line2:adr_1')],
    ['without its key', (sealed: string) => cipher(b).open(sealed, PLACE)],
    ['with another key of that id', (sealed: string) => cipher(key('a')).open(sealed, PLACE)],
    [
      'when it was changed',
      (sealed: string) =>
        cipher(a).open(
          sealed.replace(/.(?=.{4}$)/, (c) => (c === 'A' ? 'B' : 'A')),
          PLACE,
        ),
    ],
    ['when it was cut', (sealed: string) => cipher(a).open(sealed.slice(0, 14), PLACE)],
  ])('is not opened %s', (_how, open) => {
    expect(() => open(cipher(a).seal('secret', PLACE))).toThrow(CipherRefused);
  });

  it('was perhaps never sealed: then it is as it is', () => expect(cipher(a).open('Main: 5', PLACE)).toBe('Main: 5'));
});

it('seals the columns of a row that have something in them, and opens them again', () => {
  const fields = { table: 'Address', columns: ['line1', 'line2'] } as const;
  const row = { id: 'adr_1', line1: 'Main 5', line2: null, city: 'Berlin' };
  const sealed = sealRow(cipher(a), fields)(row);
  expect(sealed).toEqual({ ...row, line1: expect.stringMatching(/^sealed:a:/) });
  expect(openRow(cipher(b, a), fields)(sealed)).toEqual(row);
});

it.each([
  ['no key', ''],
  ['a short key', `a:${randomBytes(16).toString('base64')}`],
  ['a key without an id', randomBytes(32).toString('base64')],
  ['two of one id', `${key('a')},${key('a')}`],
])('does not start with %s', (_what, text) => expect(fieldKeys.safeParse(text).success).toBe(false));
