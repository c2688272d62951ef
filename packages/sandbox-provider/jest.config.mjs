import { jestConfig } from '../stack/jest.preset.mjs';

export default jestConfig();
