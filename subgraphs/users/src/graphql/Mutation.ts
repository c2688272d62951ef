import { payload, userErrors } from '@app/kernel/graphql';
import type { Result } from '@app/kernel/result';
import { requireRole } from '@app/kernel/viewer';
import { addAddress } from '../commands/add-address.ts';
import { logOut } from '../commands/revoke-session.ts';
import type { SignedIn } from '../credentials/credentials.ts';
import { refresh } from '../credentials/refresh.ts';
import { signIn } from '../credentials/sign-in.ts';
import { signUp } from '../credentials/sign-up.ts';
import type { MutationResolvers } from '../generated/graphql.ts';

export const Mutation: Required<MutationResolvers> = {
  register: (_root, { input }, { credentials }) => signUp(credentials, input).then(signedIn),
  login: (_root, { input }, { credentials }) => signIn(credentials, input).then(signedIn),
  sessionRefresh: (_root, { input }, { credentials }) => refresh(credentials, input).then(payload('session')),
  logout: (_root, _args, ctx) => {
    requireRole(ctx.viewer);
    return ctx.run(logOut, undefined).then((result) => ({ userErrors: userErrors(result) }));
  },
  addressCreate: (_root, { input }, ctx) => {
    requireRole(ctx.viewer);
    return ctx.run(addAddress, input).then(payload('address'));
  },
};

const signedIn = <Code extends string>(result: Result<SignedIn, Code>) => ({
  user: result.ok ? result.value.user : null,
  session: result.ok ? result.value.session : null,
  userErrors: userErrors(result),
});
