import { ok, type Result, refuse } from '@app/kernel/result';
import { anonymous } from '@app/kernel/viewer';
import { run } from '@app/kernel/work';
import { z } from 'zod';
import { email, line, phone, readInput, SELF_CHOSEN } from '../commands/account-input.ts';
import { registerAccount } from '../commands/register-account.ts';
import { usablePassword } from '../domain/password.ts';
import { type Credentials, type SignedIn, sessionPair } from './credentials.ts';
import { hashPassword } from './passwords.ts';

const registration = z.object({
  email,
  name: line(100),
  phone: phone.nullish(),
  password: z.string().max(1_000),
  role: z.string().nullish(),
});

/** What a client says to open an account. */
export type SignUp = z.input<typeof registration>;

export type SignUpRefusal = 'INVALID_INPUT' | 'ROLE_NOT_ALLOWED' | 'PASSWORD_UNUSABLE' | 'EMAIL_TAKEN';

/** Opens an account and signs it in. */
export async function signUp(credentials: Credentials, input: SignUp): Promise<Result<SignedIn, SignUpRefusal>> {
  const read = readInput(registration, input);
  if (!read.ok) return read;
  const role = SELF_CHOSEN.find((allowed) => allowed === (read.value.role ?? 'CUSTOMER'));
  if (!role) return refuse('ROLE_NOT_ALLOWED', `Choose ${SELF_CHOSEN.join(', ')}.`, ['input', 'role']);
  const password = usablePassword(read.value.password, read.value.email);
  if (!password.ok) return password;

  const { db, admission, clock, sessionDays } = credentials;
  const passwordHash = await admission.admit(read.value.email, () => hashPassword(password.value));
  const { email: address, name, phone: number } = read.value;
  const registered = await run({ db, viewer: anonymous('users'), clock }, registerAccount, {
    email: address,
    name,
    phone: number ?? null,
    role,
    passwordHash,
    sessionDays,
  });
  if (!registered.ok) return registered;
  const { user, opened } = registered.value;
  return ok({ user, session: sessionPair(credentials, user, opened) });
}
