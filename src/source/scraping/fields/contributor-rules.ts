import type { Contributor } from '../../../product/details.ts';
import type { PageView } from '../page/rule.ts';
import { isInside, textOf } from '../page/text.ts';

/** Reads the people that the byline of a book, a film or a record names, with their roles. */
export function readContributors({ document }: PageView): readonly Contributor[] {
  const contributors = document.all('#bylineInfo .author').flatMap((author) => {
    const links = document.within(author, 'a').filter((link) => !isInside(link, isPopover));
    const name = links.map(textOf).find((text) => /\p{L}/u.test(text) && text.length <= 200);
    const role = roleOf(textOf(document.within(author, '.contribution')[0]));
    return name === undefined ? [] : [{ name, ...(role !== undefined && { role }) }];
  });
  return contributors.slice(0, 50);
}

/** Pages until 2021 hold "Visit Amazon's … Page" in a box that opens over the name. */
function isPopover({ attribs }: { readonly attribs: Readonly<Record<string, string>> }): boolean {
  return /popover-preload/.test(attribs['class'] ?? '');
}

/** `(Author), ` → `Author`. */
function roleOf(text: string): string | undefined {
  return /^[(（](.{1,60}?)[)）]\s*[,،、]?$/u.exec(text)?.[1];
}
