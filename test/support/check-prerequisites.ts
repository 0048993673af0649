import type { TestProject } from 'vitest/node';
import { chromium, oldNode, openssl, recordings, redisServer, type Prerequisite } from './prerequisites.ts';

const needs: Readonly<Record<string, readonly Prerequisite[]>> = {
  unit: [recordings],
  integration: [redisServer, openssl, recordings, oldNode],
  timing: [redisServer],
  browser: [chromium],
};

/**
 * Runs once before a project's tests: prints a line for each prerequisite that is missing.
 * @throws in CI, where a test that is skipped for want of a program would pass unseen
 */
export default function checkPrerequisites({ name }: Pick<TestProject, 'name'>): void {
  const isCi = (process.env['CI'] ?? '') !== '';
  for (const { path, hint, requiredInCi } of needs[name] ?? []) {
    if (path !== undefined) continue;
    if (isCi && requiredInCi) throw new Error(hint);
    console.warn(hint);
  }
}
