import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/support/totals-reporter.ts'],
    testTimeout: 240_000,
    pool: 'threads',
  },
});
