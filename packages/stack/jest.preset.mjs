import { fileURLToPath } from 'node:url';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/**
 * The Jest configuration of a workspace: ES modules in TypeScript through swc, and for a domain a migrated
 * PostgreSQL database for each worker. Runs with NODE_OPTIONS=--experimental-vm-modules.
 * @param {{ domain?: string, overrides?: import('jest').Config }} [options]
 * @returns {import('jest').Config}
 */
export const jestConfig = ({ domain, overrides = {} } = {}) => ({
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!@app/)'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testTimeout: 15_000,
  ...(domain === undefined ? {} : { globals: { domain }, globalSetup: here('./src/testing/databases.ts') }),
  ...overrides,
});
