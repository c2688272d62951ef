import { followMembership } from './follow-membership.ts';

/** Everything users reacts to. */
export const consumers = [followMembership];
