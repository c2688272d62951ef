import { followStock } from './follow-stock.ts';

/** Everything businesses reacts to. */
export const consumers = [followStock];
