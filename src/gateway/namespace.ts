import { createHash } from 'node:crypto';
import type { Config } from '../config.ts';
import { marketplaceCodes } from '../product/marketplace.ts';

/** Names under which gateways that use one Redis or one file keep what is theirs. */
export type Namespaces = {
  /**
   * Of answers, flights and totals: shared by gateways that would get the same answers, because they ask the same
   * endpoints with the same accounts and partner tags.
   */
  readonly answers: string;
  /** Of permits and day counts: shared by gateways that Amazon counts as one account, whatever their tags. */
  readonly accounts: { readonly associates: string; readonly seller: string; readonly pages: string };
};

/**
 * Derives all names in one place. Names are hashes, so that no key shows a credential. A rotated secret changes no
 * name; SP-API's refresh token does, because nothing else identifies the seller.
 */
export function namespacesOf(config: Config): Namespaces {
  const { creatorsApi, paApi, spApi, scraping, endpoints } = config;
  const creators = creatorsApi && [creatorsApi.credential.id, creatorsApi.credential.version, endpoints.creatorsApi];
  const advertising = paApi && [paApi.credential.accessKey, endpoints.paApi];
  const seller = spApi && [spApi.clientId, spApi.refreshToken, endpoints.spApi];
  const pages = scraping && [endpoints.storefront];
  const tags = [creatorsApi, paApi].map((source) => marketplaceCodes.map((store) => source?.tags[store]));
  return {
    answers: nameOf(creators, advertising, seller, pages, tags),
    accounts: {
      // One account has both credentials: an instance that has the first alone shares with one that has both.
      associates: nameOf('associates', creators ?? advertising),
      seller: nameOf('seller', seller),
      pages: nameOf('pages', creators, advertising, seller, pages),
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
