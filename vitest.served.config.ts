import { defineConfig } from 'vitest/config';

/** Tests against the built application, served as `npm start` serves it: one demo office for all of them, one file at a time. */
export default defineConfig({
  test: {
    include: ['tests/**/*.served.ts'],
    globalSetup: ['tests/support/served-office.ts'],
    fileParallelism: false,
    isolate: false,
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // Only against a test that hangs; at full width one form meets every bad input in every field.
    testTimeout: 60 * 60_000,
    hookTimeout: 10 * 60_000,
  },
});
