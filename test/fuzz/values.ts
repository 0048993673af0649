import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';
import { fuzzNodeIds, fuzzQueries } from './changing-sources.ts';
import type { Profile } from './profile.ts';
import type { Random } from './random.ts';

/** A placeholder for a cursor of an earlier answer. */
export const cursorPlaceholder = 'cursor-placeholder';

/** A placeholder for a variable inside a value that is written into the document. */
export type VariableName = { readonly variable: string };

/**
 * A random value for an input of this type, as a client sends it in a variable. In a wild profile, the gateway refuses some
 * of the values.
 *
 * @param name the name of the argument or input field, which is more specific than its type
 */
export function randomValue(type: GraphQLInputType, name: string, random: Random, profile: Profile): unknown {
  if (!isNonNullType(type) && random.chance(0.06)) return null;
  const inner = getNullableType(type);
  if (isListType(inner)) {
    const size =
      profile.isWild && random.chance(0.02) ? random.pick([0, 51]) : 1 + random.below(random.chance(0.04) ? 50 : 5);
    // GraphQL accepts a list of one item without its brackets.
    if (size === 1 && random.chance(0.2)) return randomValue(inner.ofType, name, random, profile);
    return Array.from({ length: size }, () => randomValue(inner.ofType, name, random, profile));
  }
  if (isEnumType(inner)) {
    const names = inner.getValues().map((one) => one.name);
    const marketplaces = profile.isWild && random.chance(0.02) ? names : profile.marketplaces.slice(0, 2);
    return random.pick(inner.name === 'Marketplace' ? marketplaces : names);
  }
  if (isInputObjectType(inner)) {
    const fields = Object.values(inner.getFields()).filter((one) => isNonNullType(one.type) || random.chance(0.3));
    return Object.fromEntries(fields.map((one) => [one.name, randomValue(one.type, one.name, random, profile)]));
  }
  return scalars[inner.name]?.(random, profile, name) ?? random.pick(['text', '']);
}

const scalars: Readonly<Record<string, (random: Random, profile: Profile, name: string) => unknown>> = {
  ASIN(random, { asins, isWild }) {
    const asin = random.pick(asins);
    if (random.chance(0.1)) return ` ${asin.toLowerCase()} `;
    return isWild && random.chance(0.01) ? random.pick(['nope', '', 7, {}]) : asin;
  },
  Boolean: (random, _, name) => random.chance(name === 'realTime' ? 0.2 : 0.5),
  Int: (random, _, name) => random.pick(integers[name] ?? [0, 1, 10]),
  Float: (random) => random.pick([0, 0.5, 10]),
  Decimal: (random) => random.pick(['1', '99.5', 250, '1000.00', '-1']),
  ID: (random, { isWild }) =>
    isWild && random.chance(0.05) ? random.pick(['nope', '', -1, 'B000000001']) : random.pick(fuzzNodeIds),
  String: (random, _, name) => random.pick(texts[name] ?? ['text', 'ü"\\\n\uD83D\uDE00', '']),
  _Any: randomReference,
};

const integers: Readonly<Record<string, readonly number[]>> = {
  first: [1, 2, 3, 3, 5, 5, 10, 10, 20, 50, 51],
  minRating: [1, 2, 3, 4, 4, 5],
  minSavingPercent: [1, 10, 50, 99, 100],
};

const texts: Readonly<Record<string, readonly string[]>> = {
  query: [...fuzzQueries, ...fuzzQueries, ' tea ', ''],
  category: ['Electronics', 'electronics', 'Books', 'Nonsense'],
  brand: ['Acme', 'Ümlaut'],
  condition: ['New', 'any', 'Any', 'Used', 'Broken'],
  title: ['tea', ' earl grey ', ''],
  author: ['Ira Vellanti', ''],
  after: [cursorPlaceholder, cursorPlaceholder, cursorPlaceholder, cursorPlaceholder, 'not ours!', 'WyJBIiwiQiJd'],
  name: ['Product', 'Query', 'ProductResult', 'SearchFilter', 'ASIN', 'Nothing'],
};

/** A reference as a router sends it: valid, unknown or malformed. */
function randomReference(random: Random, { asins, marketplaces, isWild }: Profile): unknown {
  const asin = random.pick(asins);
  const marketplace = random.pick(marketplaces);
  return random.pick<unknown>([
    { __typename: 'Product', id: `${marketplace}:${asin}` },
    { __typename: 'Product', id: `IN:${asin}` },
    { __typename: 'Product', asin, marketplace },
    { __typename: 'Product', asin, marketplace: 'IN' },
    { __typename: 'Product', asin },
    { __typename: 'Product', asin, marketplace: null, id: null },
    { __typename: 'BrowseNode', id: random.pick(fuzzNodeIds), marketplace },
    ...(isWild && random.chance(0.3)
      ? [
          { __typename: 'Product', asin: 'nope', marketplace: 'IN' },
          { __typename: 'Product', id: 'IN-1' },
          { __typename: 'Product', id: 7, asin },
          { __typename: 'Product' },
          { __typename: 'BrowseNode', id: asin },
          { __typename: 'Offer', id: `IN:${asin}` },
          { __typename: 'Query' },
          { id: `IN:${asin}` },
          {},
          asin,
          7,
        ]
      : []),
  ]);
}

/** A value as a literal of a GraphQL document: enum values have no quotes. */
export function literal(value: unknown, type?: GraphQLInputType): string {
  const inner = type === undefined ? undefined : getNullableType(type);
  if (isVariable(value)) return `$${value.variable}`;
  if (Array.isArray(value)) {
    const itemType = isListType(inner) ? inner.ofType : undefined;
    return `[${value.map((one) => literal(one, itemType)).join(', ')}]`;
  }
  // A list of one item, without its brackets.
  if (isListType(inner)) return literal(value, inner.ofType);
  if (typeof value === 'object' && value !== null) {
    const fields = isInputObjectType(inner) ? inner.getFields() : {};
    return `{ ${Object.entries(value)
      .map(([name, one]) => `${name}: ${literal(one, fields[name]?.type)}`)
      .join(', ')} }`;
  }
  return isEnumType(inner) && typeof value === 'string' ? value : JSON.stringify(value);
}

function isVariable(value: unknown): value is VariableName {
  return typeof value === 'object' && value !== null && 'variable' in value && typeof value.variable === 'string';
}
