import { jestConfig } from '../../packages/stack/jest.preset.mjs';

export default jestConfig({ domain: 'businesses' });
