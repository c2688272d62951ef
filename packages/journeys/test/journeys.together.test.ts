import { happyPath } from './support/happy-path.ts';
import { inBrowser } from './support/in-browser.ts';
import { races } from './support/races.ts';
import { ordinaryTrouble } from './support/refusals.ts';
import { strangers } from './support/stranger.ts';
import { withStack } from './support/suite.ts';

const running = withStack('together');

happyPath(running);
inBrowser(running);
ordinaryTrouble(running);
strangers(running);
races(running);
