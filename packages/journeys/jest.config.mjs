import { jestConfig } from '../stack/jest.preset.mjs';

// The race battery has to be asked for: `npm run races`, or RACES=short for one small round of it.
const races = process.env.RACES ? [] : ['/races\\.test\\.ts$'];

export default jestConfig({ overrides: { testTimeout: 60_000, testPathIgnorePatterns: ['/node_modules/', ...races] } });
