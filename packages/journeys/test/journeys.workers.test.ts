import { happyPath } from './support/happy-path.ts';
import { withStack } from './support/suite.ts';
import { workers } from './support/workers.ts';

const running = withStack('together', 2);

happyPath(running);
workers(running);
