import { ok, type Result, refuse } from '@app/kernel/result';
import { COMMON_PASSWORDS } from './common-passwords.ts';

export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 128;

/** A password as it is hashed: the same text typed on another keyboard gives the same hash. */
export const normalisePassword = (password: string): string => password.normalize('NFKC');

/** The normalised password if it may protect the account of this e-mail. Length counts characters, not bytes. */
export function usablePassword(password: string, email: string): Result<string, 'PASSWORD_UNUSABLE'> {
  const text = normalisePassword(password);
  const length = [...text].length;
  if (length < PASSWORD_MIN || length > PASSWORD_MAX)
    return unusable(`A password has ${PASSWORD_MIN} to ${PASSWORD_MAX} characters.`);
  if (isGuessable(text.toLowerCase(), email)) return unusable('This password is too easy to guess.');
  return ok(text);
}

const unusable = (message: string) => refuse('PASSWORD_UNUSABLE', message, ['input', 'password']);

function isGuessable(text: string, email: string): boolean {
  const letters = text.replace(/[^\p{L}]+$/u, '');
  return (
    COMMON_PASSWORDS.has(text) ||
    (letters.length > 0 && COMMON_PASSWORDS.has(letters)) ||
    /^(.{1,4})\1+$/u.test(text) ||
    isRun(text) ||
    text === email ||
    text === email.split('@')[0]
  );
}

/** `12345678`, `hgfedcba`: every character follows the one before it. */
function isRun(text: string): boolean {
  const steps = [...text].slice(1).map((char, index) => (char.codePointAt(0) ?? 0) - (text.codePointAt(index) ?? 0));
  return steps.every((step) => step === 1) || steps.every((step) => step === -1);
}
