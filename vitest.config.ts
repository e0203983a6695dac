import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/support/totals-reporter.ts'],
    testTimeout: 240_000,
    pool: 'threads',
    // No test replaces a module, so that files of one thread share what is loaded and compiled: a fifth of the time.
    isolate: false,
  },
});
