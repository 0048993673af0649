import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const recordedFolder = fileURLToPath(new URL('../../../shared/recorded', import.meta.url));

/** A program or a folder that some tests need and that not every machine has. */
export type Prerequisite = {
  /** Where it is; `undefined` where it is missing. */
  readonly path: string | undefined;
  /** One line that says what is missing and how to get it. */
  readonly hint: string;
  /** Whether a missing one fails the run in CI, instead of skipping its tests. */
  readonly requiredInCi: boolean;
};

export const redisServer: Prerequisite = {
  path: programNamed('redis-server'),
  hint: 'redis-server is missing; everything that needs it is skipped. Install it: apt-get install redis-server, or brew install redis.',
  requiredInCi: true,
};

export const openssl: Prerequisite = {
  path: programNamed('openssl'),
  hint: 'openssl is missing; the tests of Redis over TLS are skipped. Install it: apt-get install openssl, or brew install openssl.',
  requiredInCi: true,
};

export const chromium: Prerequisite = {
  path: programNamed('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'),
  hint: 'Chromium is missing; the tests in a browser are skipped. Install it: apt-get install chromium, or brew install --cask chromium.',
  requiredInCi: true,
};

/** A Node too old for the gateway: the one of the system, or any other one in `PATH`. */
export const oldNode: Prerequisite = {
  path: programsNamed('node').find(isOldNode),
  hint: 'No Node below 24.12 is in PATH; the tests of what an old one prints are skipped. Any old Node will do: apt-get install nodejs.',
  requiredInCi: false,
};

/** Amazon's licence does not let the project publish them, so a public CI has none. */
export const recordings: Prerequisite = {
  path: existsSync(recordedFolder) ? recordedFolder : undefined,
  hint: 'The folder ../shared/recorded is missing; the tests that compare with recorded answers of Amazon are skipped. The maintainers recorded them and may not publish them.',
  requiredInCi: false,
};

function programNamed(...names: readonly string[]): string | undefined {
  return programsNamed(...names)[0];
}

function programsNamed(...names: readonly string[]): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).filter(isExecutable);
}

function isOldNode(path: string): boolean {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(stdout) ?? [];
  return major !== '' && (Number(major) < 24 || (major === '24' && Number(minor) < 12));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
