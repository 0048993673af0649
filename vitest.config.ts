import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const globalSetup = ['test/support/check-prerequisites.ts'];

/** A project of tests: the files that it includes, and where they run. */
function project(name: string, include: readonly string[], exclude: readonly string[], more: object = {}) {
  return { extends: true as const, test: { name, include: [...include], exclude: [...exclude], globalSetup, ...more } };
}

const apart = ['test/e2e/**', 'test/sdk/**', '**/node_modules/**'];
const timing = ['test/faults/**/*.test.ts', 'test/**/*.timing.test.ts'];
const browser = ['test/browser/**/*.test.ts'];
const image = ['test/image/**/*.test.ts'];
const integration = ['test/{fuzz,integration,recorded}/**/*.test.ts', 'test/**/*.integration.test.ts'];

/** Projects run one after the other, in the order of these numbers. */
const inTurn = (groupOrder: number) => ({ sequence: { groupOrder } });

// Bounds on time do not hold while other tests take the processor: such tests run one file at a time.
const alone = (groupOrder: number) => ({ ...inTurn(groupOrder), fileParallelism: false });

export default defineConfig({
  // As Node resolves it: by its `module` field, a second graphql would be loaded beside the one that its users load.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }] },
  test: {
    testTimeout: 20_000,
    unstubGlobals: true,
    // Each test file belongs to the one project that its folder or its ending names; all others are unit tests.
    projects: [
      project('unit', ['test/**/*.test.ts'], [...apart, ...timing, ...browser, ...image, ...integration], {
        ...inTurn(1),
        maxWorkers: '100%',
        // Modules are loaded once for all files of a worker: loading takes more time than the tests.
        isolate: false,
      }),
      project('integration', integration, [...apart, ...timing], inTurn(2)),
      project('timing', timing, apart, alone(3)),
      project('browser', browser, apart, alone(4)),
      project('image', image, apart, alone(5)),
    ],
  },
});
