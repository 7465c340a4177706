/**
 * One configuration for every test: unit specs stand beside the code, e2e and integration tests in test/,
 * and each tool has its own. @swc/jest keeps decorator metadata; Nest 12 is ESM, hence the NODE_OPTIONS of `npm test`.
 */
export default {
  testEnvironment: 'node',
  testMatch: [
    '<rootDir>/src/**/*.spec.ts',
    '<rootDir>/test/**/*.(e2e|int)-spec.ts',
    '<rootDir>/tools/**/*.spec.ts',
  ],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  setupFiles: ['reflect-metadata'],
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/build'],
  // Generous, since CI machines are slow and shared; no test waits for time to pass.
  testTimeout: 30_000,
  maxWorkers: 2,
};
