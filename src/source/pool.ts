import { defaultAccount } from './definition.ts';
import type { Source } from './source.ts';

/** One source of the chain that several accounts serve: each of the `members` has its own credentials and tags. */
export function poolOf(first: Source, ...others: readonly Source[]): Source {
  if (others.length === 0) return first;
  const members = [first, ...others];
  return {
    ...first,
    members,
    unavailableReason(marketplace) {
      const reasons = members.map((member) => member.unavailableReason(marketplace));
      return reasons.includes(undefined) ? undefined : reasons[0];
    },
    ready: async () => undefined,
  };
}

/** The sources whose calls answer for this one: its members, or itself. */
export function membersOf(source: Source): readonly Source[] {
  return source.members ?? [source];
}

/** The label of an account. That of the plain variables has none: it is the only one in most gateways. */
export function accountLabel(name = defaultAccount): { readonly account?: string } {
  return name === defaultAccount ? {} : { account: name };
}
