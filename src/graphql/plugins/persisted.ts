import { createHash } from 'node:crypto';
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { ServerContext } from '../context.ts';

/** Operations that clients may request by the SHA-256 of their text, in hexadecimal. */
export type PersistedOperations = {
  readonly byHash: ReadonlyMap<string, string>;
  /** Whether all other operations are refused. */
  readonly only: boolean;
};

const mostTexts = 1000;
const mostCharacters = 4_000_000;

/**
 * Operations by hash: listed operations if there is a list, else operations that a client has sent before. Both use
 * `extensions.persistedQuery`, so that the configuration decides, not the request.
 */
export function usePersisted(list: PersistedOperations | undefined): Plugin<object, ServerContext> {
  return list === undefined ? useAutomatic() : useListed(list);
}

function useListed({ byHash, only }: PersistedOperations): Plugin<object, ServerContext> {
  return usePersistedOperations({
    getPersistedOperation: (id, _, { ownOperation }: ServerContext) =>
      ownOperation ?? byHash.get(plainHash(id)) ?? null,
    allowArbitraryOperations: !only,
    customErrors: {
      notFound: () => persistedError(404, 'PERSISTED_QUERY_NOT_IN_LIST', 'The list has no operation with this hash.'),
      keyNotFound: () =>
        persistedError(400, 'PERSISTED_QUERY_ID_REQUIRED', 'Send an operation, or the hash of a listed operation.'),
      persistedQueryOnly: () =>
        persistedError(
          403,
          'PERSISTED_QUERY_ONLY',
          'Only listed operations are answered. Send the hash of a listed operation instead of a text.',
        ),
    },
  });
}

/**
 * Automatic persisted queries in the protocol of Apollo's clients. The cache is bounded by size, so that clients cannot fill
 * the memory. Yoga's plugin refuses hashes with a prefix; see docs/decisions/0009.
 */
function useAutomatic(): Plugin<object, ServerContext> {
  const texts = new LRUCache<string, string>({
    max: mostTexts,
    maxSize: mostCharacters,
    sizeCalculation: (text) => text.length + 64,
  });
  return {
    onParams({ params, setParams, context }) {
      const hash = hashIn(params.extensions?.['persistedQuery']);
      if (hash === undefined) return;
      if (typeof params.query === 'string') {
        if (createHash('sha256').update(params.query).digest('hex') !== hash) {
          throw persistedError(400, 'PERSISTED_QUERY_MISMATCH', 'PersistedQueryMismatch');
        }
        texts.set(hash, params.query);
        return;
      }
      const query = context.ownOperation ?? texts.get(hash);
      // Apollo's clients compare the message.
      if (query === undefined) throw persistedError(404, 'PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
      setParams({ ...params, query });
    },
  };
}

/** The hash in a request's `extensions.persistedQuery`. */
export function hashIn(extension: unknown): string | undefined {
  if (typeof extension !== 'object' || extension === null || !('sha256Hash' in extension)) return undefined;
  const version = 'version' in extension ? extension.version : undefined;
  return version === 1 && typeof extension.sha256Hash === 'string' ? plainHash(extension.sha256Hash) : undefined;
}

/** Removes the prefix: clients of GraphQL Code Generator send `sha256:<hash>`, others the hash alone. */
function plainHash(id: string): string {
  return id.replace(/^sha256:/, '');
}

function persistedError(status: number, code: string, message: string): GraphQLError {
  const http = { status, spec: true, headers: { 'cache-control': 'no-store' } };
  return new GraphQLError(message, { extensions: { code, http } });
}
