import { createHash } from 'node:crypto';
import type { Config } from '../config.ts';
import type { SourceDeclaration } from '../source/definition.ts';

/** Prefixes of keys, which keep gateways apart that use the same Redis or file. */
export type Namespaces = {
  /**
   * Of answers, in-flight lookups and totals. Gateways share it if they call the same endpoints with the same accounts
   * and partner tags, and so get the same answers.
   */
  readonly answers: string;
  /** Of a source's permits and day count. Gateways with the same Amazon account share it, whatever their partner tags. */
  readonly accountOf: (declaration: SourceDeclaration) => string;
};

/**
 * Derives all namespaces from the accounts that the sources declare. They are hashes, so that no key contains a
 * credential. A rotated secret changes none of them.
 */
export function namespacesOf({ sources, imagesEndpoint }: Config): Namespaces {
  const byId = sources.toSorted((a, b) => (a.definition.id < b.definition.id ? -1 : 1));
  const accounts = byId.map(({ definition, configured }) => configured && [definition.id, configured.account]);
  const parameters = byId.map(({ configured }) => configured?.answerParameters);
  return {
    answers: nameOf(accounts, parameters, ...(imagesEndpoint === undefined ? [] : [imagesEndpoint])),
    accountOf({ id, role }) {
      if (role === 'page') return nameOf('pages', accounts);
      // An associates account can have several credentials. Gateways share it if their first credential is the same.
      const shares = role === 'associates' ? role : id;
      const own = sources.find(({ definition, configured }) => {
        return configured !== undefined && (role === 'associates' ? definition.role === role : definition.id === id);
      });
      return nameOf(shares, own?.definition.id, own?.configured?.account);
    },
  };
}

/** A hash of 16 characters; equal identities have equal hashes. */
function nameOf(...identity: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify(identity, (_, value: unknown) => value ?? null))
    .digest('base64url')
    .slice(0, 16);
}
