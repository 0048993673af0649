import { describe, expect, test } from 'vitest';
import { readBrowseNodes } from '../../../src/source/sp-api/item/browse-nodes.ts';
import { readFacts } from '../../../src/source/sp-api/item/facts.ts';
import { india } from './answers.ts';

const german = 'A1PA6795UKMFR9';
const facts = (item: Readonly<Record<string, unknown>>) => readFacts(item, { marketplace: 'IN' });
const own = (group: object) => [
  { marketplaceId: german, wrong: true },
  { marketplaceId: india, ...group },
];

describe('facts of an item', () => {
  test('are those of the marketplace, from the summary and else from the attributes', () => {
    const attribute = (value: unknown, more: object = {}) => [{ value, marketplace_id: india, ...more }];
    const item = {
      summaries: own({
        adultProduct: false,
        color: 'Black',
        contributors: [
          { value: 'Ira Vellanti', role: { displayName: 'Author', value: 'author' } },
          { value: 'Bo' },
          {},
        ],
        modelNumber: 'TX-1',
        releaseDate: '2024-02-30T00:00:00Z',
      }),
      attributes: {
        color: attribute('Red'),
        size: attribute('82-Inch', { language_tag: 'en_IN' }),
        manufacturer: attribute('Maker'),
        part_number: attribute('P-1'),
        number_of_items: attribute(2),
      },
      identifiers: own({
        identifiers: [
          { identifierType: 'EAN', identifier: '0036000291452' },
          { identifierType: 'EAN', identifier: '0036000291453' },
          { identifierType: 'UPC', identifier: '036000291452' },
          { identifierType: 'GTIN', identifier: '00036000291452' },
          { identifierType: 'ISBN', identifier: '0306406152' },
        ],
      }),
      dimensions: own({
        item: {
          height: { unit: 'centimeters', value: 0.549999999439 },
          length: { unit: 'centimeters', value: 0 },
          weight: { value: 3 },
          width: { unit: 'centimeters', value: 12.5 },
        },
        package: { length: { unit: 'centimeters', value: 99 } },
      }),
      relationships: own({
        relationships: [
          { type: 'PACKAGE_HIERARCHY', parentAsins: ['B000000002'], variationTheme: { attributes: ['weight'] } },
          { type: 'VARIATION', parentAsins: ['B000000001'], variationTheme: { attributes: ['size', 'color', 'x', 7] } },
        ],
      }),
    };
    expect(facts(item)).toEqual({
      identifiers: {
        eans: ['0036000291452'],
        upcs: ['036000291452'],
        isbns: ['0306406152'],
        model: 'TX-1',
        partNumber: 'P-1',
      },
      contributors: [{ name: 'Ira Vellanti', role: 'Author' }, { name: 'Bo' }],
      details: {
        manufacturer: 'Maker',
        publisher: 'Maker',
        color: 'Black',
        size: '82-Inch',
        unitCount: 2,
        isAdult: false,
        dimensions: { height: { value: 0.55, unit: 'centimeters' }, width: { value: 12.5, unit: 'centimeters' } },
      },
      variationAttributes: [
        { name: 'size', value: '82-Inch' },
        { name: 'color', value: 'Black' },
      ],
    });
  });

  test('the manufacturer of a book is its publisher, and of anything else it is not', () => {
    const summaries = own({ manufacturer: 'Maker' });
    const isbn = { identifierType: 'ISBN', identifier: '0306406152' };
    const book = facts({ summaries, identifiers: own({ identifiers: [isbn] }) });
    expect(book.details).toEqual({ manufacturer: 'Maker', publisher: 'Maker' });
    expect(facts({ summaries }).details).toEqual({ manufacturer: 'Maker' });
  });

  test.each([
    ['Count', 10, 10],
    ['Fl Oz', 16.9, 1],
    ['Count', 1.5, 1],
    [undefined, 10, 1],
  ])('of a unit count in %s of %d the units are %d', (type, value, units) => {
    const unit_count = [{ value, ...(type !== undefined && { type: { value: type } }), marketplace_id: india }];
    const number_of_items = [{ value: 1, marketplace_id: india }];
    expect(facts({ attributes: { unit_count, number_of_items } }).details?.unitCount).toBe(units);
  });

  test('specifications have names for people, and values with their units in the language of the answer', () => {
    const attribute = (entry: object) => [
      { marketplace_id: 'other', value: 'x' },
      { ...entry, marketplace_id: india },
    ];
    const attributes = {
      warranty_description: [
        { value: 'One year', language_tag: 'en_IN', marketplace_id: india },
        { value: 'Ein Jahr', language_tag: 'de_DE', marketplace_id: india },
      ],
      voltage: attribute({ value: 1.500000001, unit: 'volts' }),
      num_batteries: attribute({ quantity: 10, type: 'aa' }),
      unit_count: attribute({ value: 340, type: { value: 'millilitres' } }),
      operating_system: [
        { value: 'Android', marketplace_id: india },
        { value: 'iOS', marketplace_id: india },
      ],
      hardware_platform: attribute({ value: 7 }),
      item_type_keyword: attribute({ value: 'aa-batteries' }),
    };
    expect(facts({ summaries: own({ style: '10 Count' }), attributes }).details).toEqual({
      specifications: [
        { name: 'Style', value: '10 Count' },
        { name: 'Unit count', value: '340 millilitres' },
        { name: 'Voltage', value: '1.5 volts' },
        { name: 'Batteries', value: '10 aa' },
        { name: 'Operating system', value: 'Android, iOS' },
        { name: 'Warranty', value: 'One year' },
      ],
    });
  });

  test.each([
    {},
    { summaries: own({}), identifiers: own({}), dimensions: own({}), relationships: own({}) },
    { summaries: 'x', identifiers: [{ marketplaceId: india, identifiers: 7 }], dimensions: null, relationships: [[]] },
    { relationships: own({ relationships: [{ type: 'VARIATION', childAsins: ['B000000001'], variationTheme: 7 }] }) },
  ])('that are absent or malformed are left out (%#)', (item) => {
    expect(facts(item)).toEqual({});
  });
});

describe('categories of an item', () => {
  const root = { classificationId: '1', displayName: 'Kitchen' };
  const pans = { classificationId: '20', displayName: 'Pans', parent: root };

  test('have their ancestors, and the rank of the very category', () => {
    const item = {
      classifications: own({
        classifications: [{ ...pans, classificationId: '300', displayName: 'Woks', parent: pans }, pans],
      }),
      salesRanks: own({ classificationRanks: [{ classificationId: '20', title: 'Pans', rank: 7 }] }),
    };
    const kitchen = { id: '1', name: 'Kitchen' };
    expect(readBrowseNodes(item, 'IN')).toEqual([
      { id: '300', name: 'Woks', ancestors: [{ id: '20', name: 'Pans' }, kitchen] },
      { id: '20', name: 'Pans', ancestors: [kitchen], salesRank: 7 },
    ]);
  });

  test('are not internal nodes, and not below one', () => {
    const campaign = { classificationId: '5', displayName: 'Arborist Merchandising Root' };
    const uuid = { classificationId: 'f1b3c1d0-77aa-4c1e-9b1e-0f6f4c6f1a11', displayName: 'Sale' };
    const classifications = [campaign, { ...pans, parent: campaign }, uuid, { ...pans, parent: uuid }, {}];
    expect(readBrowseNodes({ classifications: own({ classifications }) }, 'IN')).toEqual([]);
    expect(readBrowseNodes({}, 'IN')).toEqual([]);
  });
});
