import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/support/totals-reporter.ts'],
    testTimeout: 240_000,
    pool: 'threads',
    // One less than the cores otherwise, which of two leaves one idle.
    maxWorkers: 2,
    // No test replaces a module, so that files of one thread share what is loaded and compiled: a fifth of the time.
    isolate: false,
  },
});
