import { ok, type Result, refuse } from '@app/kernel/result';
import { anonymous } from '@app/kernel/viewer';
import { transact } from '@app/kernel/work';
import { email } from '../commands/account-input.ts';
import { openSession } from '../commands/open-session.ts';
import type { Tx, UserRow } from '../db.ts';
import { normalisePassword, PASSWORD_MAX } from '../domain/password.ts';
import { countFailure, forgetFailures, hasTooManyFailures } from './attempts.ts';
import { type Credentials, type SignedIn, sessionPair } from './credentials.ts';
import { passwordMatches } from './passwords.ts';

/** What a client says to sign in. */
export interface SignIn {
  readonly email: string;
  readonly password: string;
}

export type SignInRefusal = 'INVALID_CREDENTIALS' | 'TOO_MANY_ATTEMPTS';

/**
 * Signs in with e-mail and password. Attempts are counted here, one by one, so that aliases and batches count like
 * single requests: those of one account wait for each other in a process, and the count is in the database.
 */
export async function signIn(credentials: Credentials, input: SignIn): Promise<Result<SignedIn, SignInRefusal>> {
  const address = email.safeParse(input.email);
  const password = normalisePassword(input.password);
  if (!address.success || password.length > PASSWORD_MAX * 4) return invalid();

  const proven = await credentials.admission.admit(address.data, () => prove(credentials, address.data, password));
  if (!proven.ok) return proven;

  const user = proven.value;
  const { db, clock, sessionDays: days } = credentials;
  const opened = await transact<Tx, Awaited<ReturnType<typeof openSession>>>(
    { db, viewer: anonymous('users'), clock },
    async (work) => {
      await forgetFailures(work.tx, address.data);
      return openSession(work, { userId: user.id, days });
    },
  );
  return ok({ user, session: sessionPair(credentials, user, opened) });
}

async function prove({ db }: Credentials, address: string, password: string): Promise<Result<UserRow, SignInRefusal>> {
  if (await hasTooManyFailures(db, address))
    return refuse('TOO_MANY_ATTEMPTS', 'Too many attempts. Wait a quarter of an hour and try again.');
  const user = await db.user.findUnique({ where: { emailNormalised: address } });
  const matches = await passwordMatches(user?.passwordHash ?? null, password);
  if (user?.status === 'ACTIVE' && matches) return ok(user);
  await countFailure(db, address);
  return invalid();
}

const invalid = () => refuse('INVALID_CREDENTIALS', 'E-mail and password do not match an active account.');
