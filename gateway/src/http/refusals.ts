import { GraphQLError } from 'graphql';

const refusal = (code: string, message: string): GraphQLError => new GraphQLError(message, { extensions: { code } });

/** A body beyond the limit. */
export const tooLarge = (): GraphQLError => refusal('REQUEST_TOO_LARGE', 'The request body is too large.');

/** A body of a type or an encoding that is not read here. */
export const unsupported = (message: string): GraphQLError => refusal('UNSUPPORTED_MEDIA_TYPE', message);

/** A client that takes none of the media types spoken here. */
export const notAcceptable = (): GraphQLError =>
  refusal(
    'NOT_ACCEPTABLE',
    'Answers are `application/graphql-response+json`, `application/json`, `multipart/mixed` or `text/event-stream`.',
  );

/** A method that has no meaning here. */
export const wrongMethod = (): GraphQLError => refusal('METHOD_NOT_ALLOWED', 'Use POST, or GET for queries.');

/** A GET that a foreign page could make a browser send. */
export const notPreflighted = (): GraphQLError =>
  refusal(
    'BAD_REQUEST',
    'A GET needs a header no foreign page can send unasked: `apollo-require-preflight`, `x-apollo-operation-name` or `content-type: application/json`.',
  );

/** The gateway is on its way out. */
export const goingAway = (): GraphQLError =>
  new GraphQLError('This gateway is stopping. Try again: another one answers.', {
    extensions: { code: 'UPSTREAM_UNAVAILABLE', retryAfter: 1 },
  });
