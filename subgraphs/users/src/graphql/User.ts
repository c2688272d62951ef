import { keyText, type ObjectResolvers } from '@app/kernel/graphql';
import type { UserRow } from '../db.ts';
import type { User as UserGql, UserResolvers } from '../generated/graphql.ts';

export const User: ObjectResolvers<UserResolvers, UserGql, UserRow> = {
  __resolveReference: (reference, { users }) => {
    const id = keyText(reference.id);
    return id ? users.load(id) : null;
  },
  email: (user) => user.emailNormalised,
  addresses: (user, _args, { addresses }) => addresses.load(user.id),
};
