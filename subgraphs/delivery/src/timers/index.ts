import { type Timer, timer } from '@app/kernel/timer';
import { expireOffer } from '../commands/expire-offer.ts';
import { searchAgain } from '../commands/search-again.ts';
import { OFFER_EXPIRED, SEARCH_AGAIN } from '../commands/search-courier.ts';
import type { Dispatch } from '../context.ts';
import type { Tx } from '../db.ts';

/** What happens when a courier does not answer, and when a search has rested. */
export const timersOf = (dispatch: Dispatch): Timer<Tx>[] => [
  timer({ kind: OFFER_EXPIRED, handle: (work, { subject }) => expireOffer(dispatch, work, subject) }),
  timer({ kind: SEARCH_AGAIN, handle: (work, { subject }) => searchAgain(dispatch, work, subject) }),
];
