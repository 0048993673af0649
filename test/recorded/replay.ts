import { readdirSync } from 'node:fs';
import type { Product } from '../../src/product/product.ts';
import { isMarketplaceCode, type MarketplaceCode } from '../../src/product/marketplace.ts';
import { hasRecordings, readRecorded, readRecordedJson, recordedRoot } from '../support/recorded.ts';
import { startStandIn, type Received, type Reply, type StandIn } from '../source/associates/common/stand-in.ts';
import type { ShownProduct } from '../integration/questions.ts';

/** The folders that hold answers of an associates API. */
export type Family = 'paapi' | 'creators';

/** Names of a folder's recordings; none where the recordings are not beside this checkout. */
export function recordingsOf(family: Family): readonly string[] {
  if (!hasRecordings) return [];
  return readdirSync(new URL(`${family}/`, recordedRoot)).filter((name) => name.endsWith('.json'));
}

/** The store that a recording's name says it is of. */
export function storeOfRecording(name: string): MarketplaceCode {
  const code = name.slice(0, 2).toUpperCase();
  return isMarketplaceCode(code) ? code : 'US';
}

/** Which ids an item lookup that was answered with this recording had asked for. */
export function idsOf(recording: unknown): { readonly known: readonly string[]; readonly unknown: readonly string[] } {
  const said = JSON.stringify(fieldOf(recording, 'errors') ?? []);
  const ids = itemsOf(recording).map((item) => String(fieldOf(item, 'asin')));
  return {
    known: ids.filter((id) => /^[A-Z0-9]{10}$/.test(id)),
    unknown: Array.from(said.matchAll(/ItemIds? (\w{10}) /g), ([, id = '']) => id),
  };
}

/** The items of a lookup's or of a search's recording. */
export function itemsOf(recording: unknown): readonly unknown[] {
  const result = ['itemsResult', 'itemResults', 'searchResult']
    .map((name) => fieldOf(recording, name))
    .find((value) => value !== undefined);
  const items = fieldOf(result, 'items');
  return Array.isArray(items) ? items : [];
}

/** A member by its name in either API's spelling. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/**
 * An Amazon that answers lookups with the recording that speaks of an asked id, and searches with the one whose name is
 * searched for. `special` replies go before: by an id, by what is searched for, or by the path of the token endpoint.
 */
export async function startReplay(family: Family, special: Readonly<Record<string, Reply>> = {}): Promise<StandIn> {
  const byId = new Map<string, string>();
  for (const name of recordingsOf(family).toReversed()) {
    const recording = readRecordedJson(`${family}/${name}`);
    const isLookup = fieldOf(recording, 'searchResult') === undefined;
    const { known, unknown } = idsOf(recording);
    if (isLookup) for (const id of [...known, ...unknown]) byId.set(id, name);
  }
  return await startStandIn(({ path, body }: Received): Reply => {
    if (path === '/token') return special[path] ?? { body: readRecorded('creators/token-v3-ok-doc.json') };
    const question: unknown = JSON.parse(body);
    const ids = fieldOf(question, 'itemIds');
    const asked = Array.isArray(ids) ? ids.map(String) : [String(fieldOf(question, 'keywords'))];
    const reply = asked.map((word) => special[word]).find((one) => one !== undefined);
    if (reply !== undefined) return reply;
    const name = Array.isArray(ids) ? asked.map((id) => byId.get(id)).find((one) => one !== undefined) : asked[0];
    return { body: readRecorded(`${family}/${name}`) };
  });
}

/** A shown product in the normal form that recorded items are held against: null is absent there. */
export function inNormalForm(shown: ShownProduct): Product {
  const product: Product = JSON.parse(JSON.stringify(shown), (_, value: unknown) => value ?? undefined);
  return product;
}
