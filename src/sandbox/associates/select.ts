import { isRecord, type JsonRecord } from '../json.ts';

/** The requested keys below a key; an empty map stands for all of them. */
type Wanted = Map<string, Wanted>;

/** Further fields that come with a resource, as recorded answers show. */
const companions: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^Offers\.Listings\./, ['Offers.Listings.Id', 'Offers.Listings.ViolatesMAP']],
  [/^Offers\.Listings\.Condition\./, ['Offers.Listings.Condition.Value']],
  [/^Offers\.Summaries\./, ['Offers.Summaries.Condition']],
  [/^OffersV2\.Listings\./, ['OffersV2.Listings.ViolatesMAP']],
  [
    /^BrowseNodeInfo\.BrowseNodes\./,
    ['Id', 'DisplayName', 'ContextFreeName', 'IsRoot'].map((key) => `BrowseNodeInfo.BrowseNodes.${key}`),
  ],
];

/** Resources whose subtree also holds other resources: only these keys belong to the resource itself. */
const ownParts: Readonly<Record<string, readonly string[]>> = {
  'BrowseNodeInfo.BrowseNodes': ['BrowseNodeInfo.BrowseNodes.Id'],
  'Offers.Listings.Condition': ['Offers.Listings.Condition.Value'],
};

/** The item with the requested resources only; its ASIN and page URL always stay. */
export function selectResources(item: JsonRecord, resources: readonly string[]): JsonRecord {
  const wanted: Wanted = new Map();
  for (const path of ['ASIN', 'DetailPageURL', ...resources.flatMap(pathsOf)]) add(wanted, path.split('.'));
  const selected = select(item, wanted);
  return isRecord(selected) ? selected : {};
}

function pathsOf(resource: string): readonly string[] {
  const paths = ownParts[resource] ?? [resource];
  const extras = companions.filter(([pattern]) => paths.some((path) => pattern.test(path)));
  return paths.concat(extras.flatMap(([, extra]) => extra));
}

function add(wanted: Wanted, path: readonly string[]): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  const below: Wanted = wanted.get(key) ?? new Map<string, Wanted>();
  wanted.set(key, below);
  add(below, rest);
}

function select(value: unknown, wanted: Wanted): unknown {
  if (wanted.size === 0) return value;
  if (Array.isArray(value)) return value.map((entry: unknown) => select(entry, wanted));
  if (!isRecord(value)) return undefined;
  const kept = [...wanted]
    .map(([key, below]) => [key, key in value ? select(value[key], below) : undefined] as const)
    .filter(([, part]) => part !== undefined && !(isRecord(part) && Object.keys(part).length === 0));
  return Object.fromEntries(kept);
}
