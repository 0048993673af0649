import type { Store } from './store.ts';

/** The part of a store whose keys begin with `namespace`: what others keep in the same place is never seen. */
export function namespaceStore(store: Store, namespace: string): Store {
  const keyOf = (key: string) => `${namespace}:${key}`;
  return {
    getMany: async (keys) => await store.getMany(keys.map(keyOf)),
    setMany: async (entries) => await store.setMany(entries.map(({ key, entry }) => ({ key: keyOf(key), entry }))),
    size: () => store.size(),
    health: () => store.health(),
    [Symbol.asyncDispose]: async () => await store[Symbol.asyncDispose](),
  };
}
