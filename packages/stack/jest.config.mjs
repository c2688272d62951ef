import { jestConfig } from './jest.preset.mjs';

export default jestConfig({ overrides: { testTimeout: 60_000 } });
