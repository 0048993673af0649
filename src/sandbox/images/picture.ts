import { sandboxProducts } from '../catalogue.ts';
import type { SandboxProduct } from '../catalogue/product.ts';
import { seededRandom } from '../catalogue/random.ts';
import { escapeHtml } from '../storefront/html.ts';
import { silhouetteOf } from './silhouettes.ts';

/** What a picture shows: a product, and which of its pictures this is, 0 being the main one. */
type Subject = { readonly product: SandboxProduct; readonly at: number };

const fullSize = 1_500;
const colours: Readonly<Record<string, string>> = {
  'Midnight Black': '#22252b',
  'Ivory White': '#cfc7b4',
  'Forest Green': '#2e6b45',
  'Ocean Blue': '#1f6fae',
  'Rose Gold': '#c98a85',
  'Graphite Grey': '#6b7077',
  'Sunset Orange': '#e0752d',
  Lavender: '#9b86c9',
};

let subjects: ReadonlyMap<string, Subject> | undefined;

/**
 * The SVG at `path`, named as Amazon names pictures: `/images/I/71tzsemVDsL._SL160_.jpg` is 160 pixels wide and high,
 * and without a size it is 1500. The same path always has the same picture. `undefined` where no product has it.
 */
export function pictureAt(path: string): string | undefined {
  const [, id = '', modifiers = ''] = /^\/images\/I\/([A-Z0-9]+)(?:\.([\w,]+))?\.(?:jpg|svg)$/.exec(path) ?? [];
  const subject = allSubjects().get(id);
  return subject === undefined ? undefined : draw(subject, sizeIn(modifiers));
}

function sizeIn(modifiers: string): number {
  const size = Number(/_[SU][LSXY](\d{1,4})_/.exec(modifiers)?.[1] ?? fullSize);
  return Math.min(Math.max(size, 1), fullSize);
}

function allSubjects(): ReadonlyMap<string, Subject> {
  if (subjects === undefined) {
    // A variation parent has the pictures of its first child, which comes before it.
    const all = sandboxProducts().filter(({ state }) => state !== 'PARENT');
    subjects = new Map(all.flatMap((product) => product.imageIds.map((id, at) => [id, { product, at }] as const)));
  }
  return subjects;
}

/** The other pictures of a product show it turned. */
function draw({ product, at }: Subject, size: number): string {
  const colour = colours[product.colour] ?? `hsl(${Math.floor(seededRandom(product.brand)() * 360)} 45% 42%)`;
  const turn = at === 0 ? '' : ` transform="rotate(${at * 14 - 35} 250 250)"`;
  const lines = linesOf(product.noun).map(
    (line, index) => `<text x="250" y="${428 + index * 34}" font-size="28" fill="#333">${escapeHtml(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 500 500">
<title>${escapeHtml(product.otherTitles['en_GB'] ?? product.title)}</title>
<rect width="500" height="500" fill="#fff"/><circle cx="250" cy="250" r="190" fill="${colour}" opacity=".1"/>
<g fill="${colour}"${turn}>${silhouetteOf(product)}</g>
<g font-family="system-ui, sans-serif" text-anchor="middle"><text x="250" y="62" font-size="34" font-weight="600" fill="#333">${escapeHtml(product.brand)}</text>${lines.join('')}</g>
</svg>
`;
}

/** At most two lines, broken where the first grows too long for the picture. */
function linesOf(noun: string): readonly string[] {
  if (noun.length <= 26) return [noun];
  const space = noun.lastIndexOf(' ', 26);
  return [noun.slice(0, space), noun.slice(space + 1)];
}
