import { publicError } from '@app/kernel/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** Why the gateway ends a socket, and the code that an event stream has for it. Documented in README.md; never renumbered. */
export const CLOSE = {
  badToken: { code: 4401, reason: 'token not accepted: sign in again', is: 'UNAUTHENTICATED' },
  tokenExpired: {
    code: 4401,
    reason: 'token expired: reconnect with a fresh token and `after`',
    is: 'UNAUTHENTICATED',
  },
  sessionEnded: { code: 4403, reason: 'session ended: sign in again', is: 'UNAUTHENTICATED' },
  tooSlow: { code: 4413, reason: 'RESYNC_REQUIRED: reconnect and go on with `after`', is: 'RESYNC_REQUIRED' },
  tooManySockets: { code: 4429, reason: 'too many connections of this user: close one first', is: 'RATE_LIMITED' },
  goingAway: { code: 1012, reason: 'going away: reconnect in a moment', is: 'UPSTREAM_UNAVAILABLE' },
} as const;

/** A reason to end a socket. */
export type Close = (typeof CLOSE)[keyof typeof CLOSE];

/** What an event stream is told where a socket is closed. */
export const closedError = ({ reason, is }: Close): GraphQLError =>
  new GraphQLError(reason, { extensions: { code: is } });

/** Ends a stream whose steps can no longer be told in order: the log does not have what was announced. */
export const resyncRequired = (): GraphQLError =>
  new GraphQLError('A step is missing: subscribe again with `after` to go on from the last one you have.', {
    extensions: { code: 'RESYNC_REQUIRED' },
  });

/** There is no such thing, or not for this viewer. */
export const notFound = (): GraphQLError => publicError('NOT_FOUND', 'There is nothing to watch here for you.');

const codeOf = (error: unknown): unknown => (error as GraphQLError | undefined)?.extensions?.code;

const FINAL = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'BAD_USER_INPUT', 'INVALID_CURSOR']);

/** Whether asking again would get the same answer. */
export const isFinal = (error: unknown): boolean => error instanceof NotAdmitted || FINAL.has(String(codeOf(error)));

/** Whether a token or its session is over, as opposed to the question being unanswerable just now. */
export const isSignedOut = (error: unknown): boolean => codeOf(error) === 'UNAUTHENTICATED';

/** The same error as an instance of ours, whoever made it. */
export const toGraphQLError = (error: unknown): GraphQLError => {
  if (error instanceof GraphQLError) return error;
  const { message, path, extensions } = error as Partial<GraphQLFormattedError>;
  return new GraphQLError(message ?? String(error), {
    ...(path && { path }),
    ...(extensions && { extensions }),
    ...(error instanceof Error && { originalError: error }),
  });
};

/** An operation that was not let in, with everything that is wrong with it. */
export class NotAdmitted extends Error {
  override name = 'NotAdmitted';
  readonly errors: readonly GraphQLError[];
  constructor(errors: readonly GraphQLError[]) {
    super('not admitted');
    this.errors = errors;
  }
}

/** Everything a client is to be told of a failure. */
export const errorsIn = (error: unknown): readonly GraphQLError[] =>
  error instanceof NotAdmitted ? error.errors : [toGraphQLError(error)];
