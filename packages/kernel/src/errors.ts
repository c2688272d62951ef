import { GraphQLError } from 'graphql';

/** Codes of top-level errors, `extensions.code`. Never renamed: clients branch on them. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'INVALID_CURSOR'
  | 'CARD_NUMBER_REFUSED'
  | 'RATE_LIMITED'
  | 'UPSTREAM_UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR';

/** An error that a client may see as it is. Anything else that is thrown reaches clients as INTERNAL_SERVER_ERROR only. */
export const publicError = (code: ErrorCode, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code } });

/** Nobody is signed in, or the token is no longer good. */
export const unauthenticated = () => publicError('UNAUTHENTICATED', 'Sign in first.');

/** Signed in, but not as somebody who may. Never used for an object of somebody else: that is NOT_FOUND. */
export const forbidden = (roles: readonly string[]) =>
  publicError('FORBIDDEN', `This needs the role ${roles.join(' or ')}.`);
