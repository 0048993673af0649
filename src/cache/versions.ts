/** One version of the cached values. */
export type CacheVersion = {
  /** The first part of its keys. */
  readonly name: string;
  /** Converts a value of the version before; `undefined` when it cannot. The first version has no upcaster. */
  readonly upcast?: (value: unknown) => unknown;
};

/** The version before the current one, and the conversion of its values. */
export type PreviousVersion = { readonly name: string; readonly upcast: (value: unknown) => unknown };

/** The current version and, for a rolling deploy, the one before it. */
export type VersionsInUse = { readonly current: string; readonly previous?: PreviousVersion };

/** All versions, oldest first. A change of the cached values appends a version with its upcaster. */
export const cacheVersions: readonly CacheVersion[] = [{ name: 'v3' }];

/**
 * The version to write, and the versions to read.
 *
 * @throws {Error} when a version but the first has no upcaster, when two have the same name, or when there is no version
 */
export function versionsInUse(versions: readonly CacheVersion[]): VersionsInUse {
  const current = versions.at(-1);
  if (current === undefined) throw new Error('the cache has no version');
  for (const [index, { name, upcast }] of versions.entries()) {
    if (versions.findIndex((other) => other.name === name) !== index) throw new Error(`two versions are named ${name}`);
    if (index > 0 && upcast === undefined) throw new Error(`cache version ${name} cannot read the one before it`);
  }
  const before = versions.at(-2);
  if (before === undefined || current.upcast === undefined) return { current: current.name };
  return { current: current.name, previous: { name: before.name, upcast: current.upcast } };
}
