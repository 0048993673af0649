/** One version of what is kept under the cache's keys. */
export type CacheVersion = {
  /** Stands before each of its keys. */
  readonly name: string;
  /** Makes a value of the version before into one of this; `undefined` when it cannot. The first version has none. */
  readonly upcast?: (value: unknown) => unknown;
};

/** The version before the one in use, and how its values become this one's. */
export type PreviousVersion = { readonly name: string; readonly upcast: (value: unknown) => unknown };

/** The version in use and, for a rolling deploy, the one before it. */
export type VersionsInUse = { readonly current: string; readonly previous?: PreviousVersion };

/** Every version there was, oldest first. A change of what is kept appends one, with its upcaster. */
export const cacheVersions: readonly CacheVersion[] = [{ name: 'v3' }];

/**
 * What is written, and what is read besides.
 *
 * @throws {Error} when a version but the first has no upcaster, when two have one name, or when there is none
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
