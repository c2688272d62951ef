import { usablePassword } from '../src/domain/password.ts';

describe('a usable password', () => {
  it.each([
    'demo-Passw0rd!',
    'correct horse battery staple',
    'ünïcödé!',
    '🌷🌷🌵🌷🌵🌷🌷🌵',
    'x'.repeat(5) + 'Tulip-on-the-9th-floor'.repeat(5),
  ])('%s', (password) => expect(usablePassword(password, 'ada@example.test')).toMatchObject({ ok: true }));

  it.each([
    ['seven characters', 'tulip-9'],
    ['129 characters', `${'Ab3-'.repeat(32)}x`],
    ['a common word', 'Passw0rd'],
    ['a common word with a number', 'football2026!'],
    ['one character', 'aaaaaaaaaa'],
    ['a short pattern', 'abcdabcdabcd'],
    ['a run', '12345678'],
    ['a run backwards', 'hgfedcba'],
    ['the e-mail', 'ada@example.test'],
  ])('is not %s', (_what, password) =>
    expect(usablePassword(password, 'ada@example.test')).toMatchObject({ ok: false, code: 'PASSWORD_UNUSABLE' }),
  );

  it('is the same however its characters are composed', () => {
    expect(usablePassword('u\u0308berlang9', 'a@b.test')).toEqual(usablePassword('\u00fcberlang9', 'a@b.test'));
  });
});
