import { GraphQLError } from 'graphql';

const refusal = (code: string, message: string): GraphQLError => new GraphQLError(message, { extensions: { code } });

/** The request is not put together as it must be. */
export const badRequest = (message: string): GraphQLError => refusal('BAD_REQUEST', message);

/** Only a hash was sent and nobody knows it: send the text along. Clients look for exactly this message. */
export const notPersisted = (): GraphQLError => refusal('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');

/** Only trusted documents may be run, and none has this id. */
export const idNotTrusted = (): GraphQLError =>
  refusal('PERSISTED_QUERY_NOT_IN_LIST', 'Only trusted documents are run here, and none has this id.');

/** Only trusted documents may be run, and this text is none. */
export const textNotTrusted = (): GraphQLError =>
  refusal('QUERY_NOT_IN_SAFELIST', 'Only trusted documents are run here, and this is none of them.');
