import { createHash } from 'node:crypto';
import type { Config } from '../config.ts';
import type { SourceDeclaration } from '../source/definition.ts';

/** Names under which gateways that use one Redis or one file keep what is theirs. */
export type Namespaces = {
  /**
   * Of answers, pending lookups and totals: shared by gateways that would get the same answers, because they ask the same
   * endpoints with the same accounts and partner tags.
   */
  readonly answers: string;
  /** Of a source's permits and day count: shared by gateways that Amazon counts as one account, whatever their tags. */
  readonly accountOf: (declaration: SourceDeclaration) => string;
};

/**
 * Derives all names in one place, from what each source says of itself. Names are hashes, so that no key shows a
 * credential. A rotated secret changes no name.
 */
export function namespacesOf({ sources, imagesEndpoint }: Config): Namespaces {
  const byId = sources.toSorted((a, b) => (a.definition.id < b.definition.id ? -1 : 1));
  const accounts = byId.map(({ definition, configured }) => configured && [definition.id, configured.account]);
  const parameters = byId.map(({ configured }) => configured?.answerParameters);
  return {
    answers: nameOf(accounts, parameters, ...(imagesEndpoint === undefined ? [] : [imagesEndpoint])),
    accountOf({ id, role }) {
      if (role === 'page') return nameOf('pages', accounts);
      // One associates account has several credentials: an instance that has the first alone shares with one that has all.
      const shares = role === 'associates' ? role : id;
      const own = sources.find(({ definition, configured }) => {
        return configured !== undefined && (role === 'associates' ? definition.role === role : definition.id === id);
      });
      return nameOf(shares, own?.definition.id, own?.configured?.account);
    },
  };
}

/** Whatever identifies something, as 16 characters; the same for the same, and unreadable. */
function nameOf(...identity: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify(identity, (_, value: unknown) => value ?? null))
    .digest('base64url')
    .slice(0, 16);
}
