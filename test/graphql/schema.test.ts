import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  type GraphQLNamedType,
} from 'graphql';
import { expect, test } from 'vitest';
import { publicSdl } from '../../src/graphql/sdl.ts';
import { marketplaceCodes } from '../../src/product/marketplace.ts';

const schema = buildSchema(publicSdl());
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

test('every type, field, argument, input field and enum value has a description', () => {
  const undescribed = types.flatMap(described).filter(([, description]) => (description ?? '').trim().length < 4);
  expect(undescribed.map(([name]) => name)).toEqual([]);
});

test('the description of every text input has its maximum length', () => {
  const taken = types.flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields()).flatMap(({ name, args }) =>
          args.map((one) => ({ one, at: `${name}.${one.name}` })),
        )
      : isInputObjectType(type)
        ? Object.values(type.getFields()).map((one) => ({ one, at: `${type.name}.${one.name}` }))
        : [],
  );
  const texts = taken.filter(({ one }) => ['String', 'ID'].includes(getNamedType(one.type).name));
  expect(texts.length).toBeGreaterThan(3);
  const unbounded = texts.filter(({ one }) => !/\d+ characters/.test(one.description ?? ''));
  expect(unbounded.map(({ at }) => at)).toEqual([]);
  const scalars = types.filter((type) => isScalarType(type) && ['ASIN', 'Decimal'].includes(type.name));
  expect(scalars.map(({ description }) => /\d+ characters/.test(description ?? ''))).toEqual([true, true]);
});

test('the description of every nullable output field says what null means', () => {
  const fields = types.flatMap((type) => (isObjectType(type) ? Object.entries(type.getFields()) : []));
  const nullable = fields.filter(([, field]) => !field.type.toString().endsWith('!'));
  expect(nullable.length).toBeGreaterThan(30);
  expect(nullable.filter(([, { description }]) => !/null/i.test(description ?? '')).map(([name]) => name)).toEqual([]);
});

test('the committed contract is the schema without federation types', () => {
  const committed = readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8');
  expect(committed.trim()).toBe(publicSdl().trim());
  expect(committed).not.toMatch(/_Any|_Service|_Entity|_entities|_service|@key|link__/);
});

test('the queries have the promised signatures', () => {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  const signatures = fields.map(({ name, args, type }) => {
    const list = args.map(
      (arg) =>
        `${arg.name}: ${arg.type.toString()}${arg.defaultValue === undefined ? '' : ` = ${printDefault(arg.defaultValue)}`}`,
    );
    return `${name}(${list.toSorted().join(', ')}): ${type.toString()}`;
  });
  expect(signatures).toEqual([
    'browseNode(id: ID!, language: Language, marketplace: Marketplace): BrowseNode',
    'browseNodes(ids: [ID!]!, language: Language, marketplace: Marketplace): [BrowseNode]!',
    'lookup(currency: CurrencyCode, inputs: [String!]!, language: Language, marketplace: Marketplace, realTime: Boolean! = false): [LookupResult!]!',
    'marketplaces(): [MarketplaceInfo!]!',
    'product(asin: ASIN!, currency: CurrencyCode, language: Language, marketplace: Marketplace, realTime: Boolean! = false): Product',
    'products(asins: [ASIN!]!, currency: CurrencyCode, language: Language, marketplace: Marketplace, realTime: Boolean! = false): [ProductResult!]!',
    'search(after: String, currency: CurrencyCode, filter: SearchFilter, first: Int! = 10, language: Language, marketplace: Marketplace, query: String!, sort: SearchSort! = RELEVANCE): SearchConnection',
    'sourceAnalytics(window: AnalyticsWindow! = SINCE_START): SourceAnalytics!',
  ]);
});

test('the schema has exactly the known marketplaces', () => {
  const type = schema.getType('Marketplace');
  expect(isEnumType(type) && type.getValues().map(({ name }) => name)).toEqual(marketplaceCodes);
});

function printDefault(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function described(type: GraphQLNamedType): (readonly [string, string | null | undefined])[] {
  const own = [[type.name, type.description] as const];
  if (isEnumType(type))
    return [...own, ...type.getValues().map((one) => [`${type.name}.${one.name}`, one.description] as const)];
  if (isInputObjectType(type)) {
    return [
      ...own,
      ...Object.values(type.getFields()).map((one) => [`${type.name}.${one.name}`, one.description] as const),
    ];
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return own;
  const fields = Object.values(type.getFields());
  const args = fields.flatMap((field) => field.args.map((arg) => [field, arg] as const));
  return [
    ...own,
    ...fields.map(({ name, description }) => [`${type.name}.${name}`, description] as const),
    ...args.map(([{ name }, arg]) => [`${type.name}.${name}(${arg.name})`, arg.description] as const),
  ];
}
