import type { ShapeRule } from './rule.ts';

/** Root fields that test a secret: many of them in one request would be many guesses for one. */
const CREDENTIAL_FIELDS = ['login', 'register', 'sessionRefresh'];

/** One guess a request. */
export const credentials: ShapeRule = ({ roots }, { LIMIT_CREDENTIAL_FIELDS }) => {
  const guesses = CREDENTIAL_FIELDS.reduce((sum, name) => sum + (roots.get(name) ?? 0), 0);
  return guesses > LIMIT_CREDENTIAL_FIELDS
    ? `At most ${LIMIT_CREDENTIAL_FIELDS} of ${CREDENTIAL_FIELDS.join(', ')} in one operation.`
    : undefined;
};
