import { jestConfig } from '../stack/jest.preset.mjs';

// The kernel's own tables are the same in every domain; ratings lends its database.
export default jestConfig({ domain: 'ratings' });
