export { countStatements } from '../db.ts';
export { survey } from '../lifecycle.ts';
export { barrier } from './barrier.ts';
export { openIdentities } from './identities.ts';
