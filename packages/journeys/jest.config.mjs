import { jestConfig } from '../stack/jest.preset.mjs';

export default jestConfig({ overrides: { testTimeout: 180_000 } });
