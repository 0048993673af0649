import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As Node resolves it: by its `module` field, a second graphql would be loaded beside the one that its users load.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }] },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/e2e/**', 'test/sdk/**', 'tools/check/**', 'bench/**'],
    testTimeout: 20_000,
    unstubGlobals: true,
  },
});
