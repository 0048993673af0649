import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/e2e/**', 'test/check/**', 'test/bench/**'],
    testTimeout: 20_000,
    unstubGlobals: true,
  },
});
