import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';
import { fuzzWords } from './fickle-sources.ts';
import type { Mood } from './mood.ts';
import type { Random } from './random.ts';

/** Stands for a cursor that an earlier answer told. */
export const cursorToCome = 'cursor-to-come';

/** Stands for a variable in a value that is to be written into an operation. */
export type VariableName = { readonly variable: string };

/**
 * A random value for an input of this type, as a client sends it in a variable; in a wild mood sometimes one that is
 * refused.
 *
 * @param name of the argument or input field, which says more than its type
 */
export function randomValue(type: GraphQLInputType, name: string, random: Random, mood: Mood): unknown {
  if (!isNonNullType(type) && random.chance(0.06)) return null;
  const inner = getNullableType(type);
  if (isListType(inner)) {
    const size =
      mood.isWild && random.chance(0.02) ? random.pick([0, 51]) : 1 + random.below(random.chance(0.04) ? 50 : 5);
    // A list of one may be sent without its brackets.
    if (size === 1 && random.chance(0.2)) return randomValue(inner.ofType, name, random, mood);
    return Array.from({ length: size }, () => randomValue(inner.ofType, name, random, mood));
  }
  if (isEnumType(inner)) {
    const names = inner.getValues().map((one) => one.name);
    const stores = mood.isWild && random.chance(0.02) ? names : mood.marketplaces.slice(0, 2);
    return random.pick(inner.name === 'Marketplace' ? stores : names);
  }
  if (isInputObjectType(inner)) {
    const fields = Object.values(inner.getFields()).filter((one) => isNonNullType(one.type) || random.chance(0.3));
    return Object.fromEntries(fields.map((one) => [one.name, randomValue(one.type, one.name, random, mood)]));
  }
  return scalars[inner.name]?.(random, mood, name) ?? random.pick(['text', '']);
}

const scalars: Readonly<Record<string, (random: Random, mood: Mood, name: string) => unknown>> = {
  ASIN(random, { asins, isWild }) {
    const asin = random.pick(asins);
    if (random.chance(0.1)) return ` ${asin.toLowerCase()} `;
    return isWild && random.chance(0.01) ? random.pick(['nope', '', 7, {}]) : asin;
  },
  Boolean: (random, _, name) => random.chance(name === 'realTime' ? 0.2 : 0.5),
  Int: (random, _, name) => random.pick(integers[name] ?? [0, 1, 10]),
  Float: (random) => random.pick([0, 0.5, 10]),
  Decimal: (random) => random.pick(['1', '99.5', 250, '1000.00', '-1']),
  ID: (random, { asins }) => `IN:${random.pick(asins)}`,
  String: (random, _, name) => random.pick(texts[name] ?? ['text', 'ü"\\\n\uD83D\uDE00', '']),
  _Any: randomReference,
};

const integers: Readonly<Record<string, readonly number[]>> = {
  first: [1, 2, 3, 3, 5, 5, 10, 10, 20, 50, 51],
  minRating: [1, 2, 3, 4, 4, 5],
  minSavingPercent: [1, 10, 50, 99, 100],
};

const texts: Readonly<Record<string, readonly string[]>> = {
  query: [...fuzzWords, ...fuzzWords, ' tea ', ''],
  category: ['Electronics', 'electronics', 'Books', 'Nonsense'],
  brand: ['Acme', 'Ümlaut'],
  after: [cursorToCome, cursorToCome, cursorToCome, cursorToCome, 'not ours!', 'WyJBIiwiQiJd'],
  name: ['Product', 'Query', 'ProductResult', 'SearchFilter', 'ASIN', 'Nothing'],
};

/** What a router sends for a product of another subgraph: good, unknown and malformed. */
function randomReference(random: Random, { asins, marketplaces, isWild }: Mood): unknown {
  const asin = random.pick(asins);
  const marketplace = random.pick(marketplaces);
  return random.pick<unknown>([
    { __typename: 'Product', id: `${marketplace}:${asin}` },
    { __typename: 'Product', id: `IN:${asin}` },
    { __typename: 'Product', asin, marketplace },
    { __typename: 'Product', asin, marketplace: 'IN' },
    { __typename: 'Product', asin },
    { __typename: 'Product', asin, marketplace: null, id: null },
    ...(isWild && random.chance(0.3)
      ? [
          { __typename: 'Product', asin: 'nope', marketplace: 'IN' },
          { __typename: 'Product', id: 'IN-1' },
          { __typename: 'Product', id: 7, asin },
          { __typename: 'Product' },
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

/** A value as it is written in an operation's text. Enum values stand without quotes. */
export function literal(value: unknown, type?: GraphQLInputType): string {
  const inner = type === undefined ? undefined : getNullableType(type);
  if (isVariable(value)) return `$${value.variable}`;
  if (Array.isArray(value)) {
    const itemType = isListType(inner) ? inner.ofType : undefined;
    return `[${value.map((one) => literal(one, itemType)).join(', ')}]`;
  }
  // A list may be written as its only item.
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
