import { holdsCardNumber } from '@app/kernel/card-numbers';
import { publicError } from '@app/kernel/errors';
import {
  BREAK,
  type DocumentNode,
  type GraphQLError,
  type IntValueNode,
  Kind,
  type StringValueNode,
  visit,
} from 'graphql';

/** The one answer to a card number, wherever it was typed (P12). It does not repeat it. */
export const cardNumberRefused = (): GraphQLError =>
  publicError(
    'CARD_NUMBER_REFUSED',
    'This looks like the number of a payment card. Do not send card numbers: pay at the provider’s page. Write telephone numbers with a leading +.',
  );

/** Fields and variables whose text no person types: keys are random, and must not be refused by chance. */
export const madeByPrograms = (name: string): boolean => name === 'idempotencyKey' || name === 'key';

/** Whether a value that a client sent is, or has in its text, a card number. */
export const isCardNumber = (value: unknown): boolean =>
  (typeof value === 'string' && holdsCardNumber(value)) || (Number.isInteger(value) && holdsCardNumber(`${value}`));

/** Whether a card number is written into a document itself. */
export function documentHoldsCardNumber(document: DocumentNode): boolean {
  let found = false;
  const look = ({ value }: StringValueNode | IntValueNode) => {
    found = holdsCardNumber(value);
    return found ? BREAK : undefined;
  };
  const skip = ({ name }: { name: { value: string } }) => (madeByPrograms(name.value) ? false : undefined);
  visit(document, { [Kind.STRING]: look, [Kind.INT]: look, [Kind.OBJECT_FIELD]: skip });
  return found;
}
