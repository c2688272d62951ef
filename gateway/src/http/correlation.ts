import { newId } from '@app/kernel/ids';

const SANE = /^[\w-]{1,64}$/;

/**
 * The number to look a request up by (X5): the client's `x-correlation-id` if it is a plain word, or a new one. It is
 * handed on by hand: one AsyncLocalStorage in use makes every promise of the process dearer (on Node 20).
 */
export const correlationOf = (given: string | string[] | undefined): string =>
  typeof given === 'string' && SANE.test(given) ? given : newId('req');
