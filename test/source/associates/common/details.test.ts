import { describe, expect, test } from 'vitest';
import { readFacts } from '../../../../src/source/associates/common/item/details.ts';
import { readCategories } from '../../../../src/source/associates/common/item/categories.ts';

const shown = (displayValue: unknown, label?: string) => ({ displayValue, ...(label !== undefined && { label }) });
const facts = (itemInfo: object) => readFacts({ itemInfo });

test('identifiers are those whose check digit is right, with model and part number', () => {
  const externalIds = {
    eans: { displayValues: ['4006381333931', '4006381333932'] },
    upcs: { displayValues: ['036000291452'] },
    isbns: { displayValues: ['0306406152'] },
  };
  const manufactureInfo = { model: shown('TX-1'), itemPartNumber: shown('26467') };
  expect(facts({ externalIds, manufactureInfo }).identifiers).toEqual({
    eans: ['4006381333931'],
    upcs: ['036000291452'],
    isbns: ['0306406152'],
    model: 'TX-1',
    partNumber: '26467',
  });
  expect(facts({ externalIds: { eans: { displayValues: ['1'] } } })).toEqual({});
});

test('contributors have their role, and one without a name is none', () => {
  const contributors = [{ name: 'Kathleen Glasgow', role: 'Author' }, { name: '', role: 'Designer' }, { name: 'X' }];
  expect(facts({ byLineInfo: { contributors } }).contributors).toEqual([
    { name: 'Kathleen Glasgow', role: 'Author' },
    { name: 'X' },
  ]);
});

describe('details', () => {
  test('are what the item says, dates as calendar dates', () => {
    const { details } = facts({
      classifications: { binding: shown('Paperback'), productGroup: shown('Book', 'ProductGroup') },
      byLineInfo: { manufacturer: shown('Schocken') },
      contentInfo: {
        edition: shown('Revised'),
        pagesCount: shown(544),
        publicationDate: shown('1979T'),
        languages: {
          displayValues: [
            { displayValue: 'English', type: 'Published' },
            { displayValue: 'Sanskrit', type: 'Original Language' },
            { displayValue: 'English', type: 'Unknown' },
          ],
        },
      },
      contentRating: { audienceRating: shown('FSK 0', 'AudienceRating') },
      manufactureInfo: { warranty: shown('One year', 'Warranty') },
      productInfo: {
        color: shown('Black'),
        size: shown('M'),
        releaseDate: shown('2018-04-04T00:00:01Z'),
        unitCount: shown(2),
        isAdultProduct: shown(false),
        itemDimensions: { height: { ...shown(9), unit: 'Zoll' }, weight: { ...shown(0), unit: 'Pfund' } },
      },
      technicalInfo: { formats: { displayValues: ['Deluxe', 'Signed'], label: 'Format' } },
    });
    expect(details).toEqual({
      binding: 'Paperback',
      manufacturer: 'Schocken',
      edition: 'Revised',
      pages: 544,
      releaseDate: '2018-04-04',
      publicationDate: '1979',
      languages: ['English'],
      color: 'Black',
      size: 'M',
      unitCount: 2,
      isAdult: false,
      dimensions: { height: { value: 9, unit: 'Zoll' } },
      specifications: [
        { name: 'ProductGroup', value: 'Book' },
        { name: 'AudienceRating', value: 'FSK 0' },
        { name: 'Warranty', value: 'One year' },
        { name: 'Format', value: 'Deluxe, Signed' },
      ],
    });
  });

  test('name the manufacturer of a book as its publisher too', () => {
    const byLineInfo = { manufacturer: shown('Schocken') };
    const externalIds = { isbns: { displayValues: ['0306406152'] } };
    expect(facts({ byLineInfo, externalIds }).details).toEqual({ manufacturer: 'Schocken', publisher: 'Schocken' });
  });

  test('of another shape are none', () => {
    const productInfo = { isAdultProduct: shown('no'), unitCount: shown('2'), itemDimensions: { height: shown(3) } };
    expect(facts({ productInfo, contentInfo: { pagesCount: shown(0) } })).toEqual({});
  });
});

test('the language is the one that the title states, even if another was asked for', () => {
  expect(facts({ title: { displayValue: 'A', locale: 'en_US' } }).textLanguage).toBe('en_US');
  expect(facts({ title: { displayValue: 'A', locale: 'English' } })).toEqual({});
});

test('variation attributes are named values', () => {
  const variationAttributes = [{ name: 'color_name', value: 'Gold' }, { name: 'size_name' }];
  expect(readFacts({ variationAttributes }).variationAttributes).toEqual([{ name: 'color_name', value: 'Gold' }]);
});

describe('categories', () => {
  const above = (id: string, contextFreeName: string, ancestor?: object) => ({
    id,
    contextFreeName,
    ...(ancestor !== undefined && { ancestor }),
  });
  const nodesOf = (...browseNodes: readonly object[]) =>
    readCategories({ browseNodeInfo: { browseNodes } }).browseNodes;

  test('have their rank and their ancestors up to the root', () => {
    const ancestor = above('976442031', 'Kitchen', above('976443031', 'Home & Kitchen'));
    expect(nodesOf({ ...above('1380263031', 'Flasks', ancestor), isRoot: false, salesRank: 7 })).toEqual([
      {
        id: '1380263031',
        name: 'Flasks',
        isRoot: false,
        ancestors: [
          { id: '976442031', name: 'Kitchen' },
          { id: '976443031', name: 'Home & Kitchen' },
        ],
        salesRank: 7,
      },
    ]);
  });

  test.each([
    above('1', '3f0c1b9e-5a77-4d21-9c55-0a1b2c3d4e5f_701'),
    above('1', '60362031'),
    above('1', 'Prime Day', above('2', 'Arborist Merchandising Root')),
    above('three', 'Flasks'),
  ])('%j is passed over', (internal) => {
    expect(nodesOf(internal, above('5', 'Flasks'))).toEqual([{ id: '5', name: 'Flasks' }]);
  });
});
