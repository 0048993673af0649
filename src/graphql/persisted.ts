import { createHash } from 'node:crypto';
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';

/** Operations that clients may ask for by the SHA-256 of their text, in hexadecimal. */
export type PersistedOperations = {
  readonly byHash: ReadonlyMap<string, string>;
  /** Whether nothing else may be asked. */
  readonly only: boolean;
};

const mostRemembered = 1000;
const mostCharacters = 4_000_000;

/**
 * Operations by hash: those of the list where there is one, else those that a client has sent before. Both ways use
 * `extensions.persistedQuery`, so that a request does not tell which one is meant; the configuration does.
 */
export function usePersisted(list: PersistedOperations | undefined): Plugin {
  return list === undefined ? useRemembered() : useListed(list);
}

function useListed({ byHash, only }: PersistedOperations): Plugin {
  return usePersistedOperations({
    getPersistedOperation: (hash) => byHash.get(hash) ?? null,
    allowArbitraryOperations: !only,
    customErrors: {
      notFound: () => refusal(404, 'PERSISTED_QUERY_NOT_IN_LIST', 'The list holds no operation of that hash.'),
      keyNotFound: () => refusal(400, 'PERSISTED_QUERY_ID_REQUIRED', 'Send an operation or the hash of a listed one.'),
      persistedQueryOnly: () =>
        refusal(403, 'PERSISTED_QUERY_ONLY', 'Only listed operations are answered: send the hash instead of the text.'),
    },
  });
}

/**
 * Automatic persisted queries as Apollo's clients speak them. Yoga's own plugin remembers a thousand texts of any
 * length for 36 seconds; this one forgets by size, so that nobody can fill the memory, and by use.
 */
function useRemembered(): Plugin {
  const texts = new LRUCache<string, string>({
    max: mostRemembered,
    maxSize: mostCharacters,
    sizeCalculation: (text) => text.length + 64,
  });
  return {
    onParams({ params, setParams }) {
      const hash = hashIn(params.extensions?.['persistedQuery']);
      if (hash === undefined) return;
      if (typeof params.query === 'string') {
        if (createHash('sha256').update(params.query).digest('hex') !== hash) {
          throw refusal(400, 'PERSISTED_QUERY_MISMATCH', 'PersistedQueryMismatch');
        }
        texts.set(hash, params.query);
        return;
      }
      const query = texts.get(hash);
      // Apollo's clients look for these very words.
      if (query === undefined) throw refusal(404, 'PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
      setParams({ ...params, query });
    },
  };
}

/** The hash in a request's `extensions.persistedQuery`. */
export function hashIn(extension: unknown): string | undefined {
  if (typeof extension !== 'object' || extension === null || !('sha256Hash' in extension)) return undefined;
  const version = 'version' in extension ? extension.version : undefined;
  return version === 1 && typeof extension.sha256Hash === 'string' ? extension.sha256Hash : undefined;
}

function refusal(status: number, code: string, message: string): GraphQLError {
  const http = { status, spec: true, headers: { 'cache-control': 'no-store' } };
  return new GraphQLError(message, { extensions: { code, http } });
}
