import { newId } from '@app/kernel/ids';
import { ok, refuse } from '@app/kernel/result';
import type { UserCommand } from '../context.ts';
import type { OpenedSession } from '../credentials/credentials.ts';
import type { Role, UserRow } from '../db.ts';
import { sealPhone } from '../personal.ts';
import { openSession } from './open-session.ts';

export interface RegisterAccount {
  readonly email: string;
  readonly name: string;
  readonly phone: string | null;
  readonly role: Role;
  readonly passwordHash: string;
  readonly sessionDays: number;
}

/** Opens an account and signs it in. Causes `user.registered`. */
export const registerAccount: UserCommand<
  RegisterAccount,
  { user: UserRow; opened: OpenedSession },
  'EMAIL_TAKEN'
> = async (work, { email, name, phone, role, passwordHash, sessionDays }) => {
  // The unique index decides between two at the same moment; ON CONFLICT keeps the transaction usable for a clean no.
  const id = newId('usr');
  const sealed = sealPhone({ id, phone });
  const [user] = await work.tx.user.createManyAndReturn({
    data: [{ id, emailNormalised: email, name, phone: sealed, passwordHash, roles: [role], createdAt: work.now }],
    skipDuplicates: true,
  });
  if (!user) return refuse('EMAIL_TAKEN', 'An account with this e-mail exists. Sign in instead.', ['input', 'email']);
  work.emit('user.registered', user.id, { userId: user.id, name, roles: user.roles });
  return ok({ user, opened: await openSession(work, { userId: user.id, days: sessionDays }) });
};
