import { crashes } from './support/crashes.ts';
import { happyPath } from './support/happy-path.ts';
import { races } from './support/races.ts';
import { ordinaryTrouble } from './support/refusals.ts';
import { strangers } from './support/stranger.ts';
import { withStack } from './support/suite.ts';

const running = withStack('split');

happyPath(running);
ordinaryTrouble(running);
strangers(running);
races(running);
crashes(running);
