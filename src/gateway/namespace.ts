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
  readonly accountOf: (declaration: SourceDeclaration, name: string) => string;
};

/**
 * Derives all namespaces from the accounts that the sources declare. They are hashes, so that no key contains a
 * credential. A rotated secret changes none of them.
 */
export function namespacesOf({ sources, imagesEndpoint }: Config): Namespaces {
  const byId = sources.toSorted((a, b) => (a.definition.id < b.definition.id ? -1 : 1));
  const identities = byId.map(({ definition, configured, accounts }) => {
    return configured && [definition.id, ...accounts.map(({ account }) => account)];
  });
  const parameters = byId.map(
    ({ configured, accounts }) => configured && accounts.flatMap((account) => account.answerParameters),
  );
  return {
    answers: nameOf(identities, parameters, ...(imagesEndpoint === undefined ? [] : [imagesEndpoint])),
    accountOf({ id, role }, name) {
      if (role === 'page') return nameOf('pages', identities);
      // An associates account can have several credentials. Gateways share it if their first credential is the same.
      const shares = role === 'associates' ? role : id;
      const own = sources
        .filter(({ definition }) => (role === 'associates' ? definition.role === role : definition.id === id))
        .flatMap(({ definition, accounts }) => accounts.map((account) => ({ definition, account })))
        .find(({ account }) => account.name === name);
      return nameOf(shares, own?.definition.id, own?.account.account);
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
