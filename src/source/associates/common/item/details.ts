import type { Attribute, Contributor, Details, Dimensions, Identifiers, Measure } from '../../../../product/details.ts';
import { checkedIdentifiers } from '../../../../product/identifiers.ts';
import type { Product } from '../../../../product/product.ts';
import { calendarDate } from '../../../calendar-date.ts';
import { count, list, number, text, texts } from '../../../json.ts';
import { field } from '../field.ts';

/** The part of a product that comes from `itemInfo`, without title, brand and features. */
export type ItemFacts = Pick<
  Product,
  'identifiers' | 'contributors' | 'details' | 'variationAttributes' | 'textLanguage'
>;

/** Reads the facts of an item that are not about an offer. */
export function readFacts(item: unknown): ItemFacts {
  const info = field(item, 'itemInfo');
  const identifiers = readIdentifiers(info);
  const contributors = readContributors(info);
  const details = readDetails(info, identifiers.isbns !== undefined);
  const variationAttributes = readAttributes(field(item, 'variationAttributes'));
  const language = text(field(info, 'title.locale'));
  return {
    ...(language !== undefined && /^[a-z]{2}_[A-Z]{2}$/.test(language) && { textLanguage: language }),
    ...(!isEmpty(identifiers) && { identifiers }),
    ...(contributors.length > 0 && { contributors }),
    ...(!isEmpty(details) && { details }),
    ...(variationAttributes.length > 0 && { variationAttributes }),
  };
}

function readIdentifiers(info: unknown): Identifiers {
  const numbers = (name: string) => texts(field(info, `externalIds.${name}.displayValues`));
  const model = shown(info, 'manufactureInfo.model');
  const partNumber = shown(info, 'manufactureInfo.itemPartNumber');
  return {
    ...checkedIdentifiers({ eans: numbers('eans'), upcs: numbers('upcs'), isbns: numbers('isbns') }),
    ...(model !== undefined && { model }),
    ...(partNumber !== undefined && { partNumber }),
  };
}

/** A contributor may have an empty name (recorded). */
function readContributors(info: unknown): readonly Contributor[] {
  return (list(field(info, 'byLineInfo.contributors')) ?? []).flatMap((entry) => {
    const name = text(field(entry, 'name'));
    const role = text(field(entry, 'role'));
    return name === undefined ? [] : [{ name, ...(role !== undefined && { role }) }];
  });
}

/** Amazon's field for the publisher of a book is the manufacturer. */
function readDetails(info: unknown, isBook: boolean): Details {
  const manufacturer = shown(info, 'byLineInfo.manufacturer');
  const words = {
    binding: shown(info, 'classifications.binding'),
    manufacturer,
    publisher: isBook ? manufacturer : undefined,
    edition: shown(info, 'contentInfo.edition'),
    pages: count(field(info, 'contentInfo.pagesCount.displayValue'), 1),
    releaseDate: calendarDate(shown(info, 'productInfo.releaseDate')),
    publicationDate: calendarDate(shown(info, 'contentInfo.publicationDate')),
    color: shown(info, 'productInfo.color'),
    size: shown(info, 'productInfo.size'),
    unitCount: count(field(info, 'productInfo.unitCount.displayValue'), 1),
  };
  const known = Object.entries(words).filter(([, value]) => value !== undefined);
  const isAdult = field(info, 'productInfo.isAdultProduct.displayValue');
  const languages = readLanguages(info);
  const dimensions = readDimensions(info);
  const specifications = readSpecifications(info);
  return {
    ...Object.fromEntries(known),
    ...(typeof isAdult === 'boolean' && { isAdult }),
    ...(languages.length > 0 && { languages }),
    ...(!isEmpty(dimensions) && { dimensions }),
    ...(specifications.length > 0 && { specifications }),
  };
}

/** Without the language that a translation was made from. Its name is localized, but begins like "original" everywhere. */
function readLanguages(info: unknown): readonly string[] {
  const stated = list(field(info, 'contentInfo.languages.displayValues')) ?? [];
  const own = stated.filter((entry) => !/\borigin/i.test(text(field(entry, 'type')) ?? ''));
  const names = own.map((entry) => text(field(entry, 'displayValue'))).filter((name) => name !== undefined);
  return [...new Set(names)];
}

function readDimensions(info: unknown): Dimensions {
  const sides = (['height', 'length', 'width', 'weight'] as const).flatMap((side) => {
    const measure = readMeasure(field(info, `productInfo.itemDimensions.${side}`));
    return measure === undefined ? [] : [[side, measure] as const];
  });
  return Object.fromEntries(sides);
}

function readMeasure(entry: unknown): Measure | undefined {
  const value = number(field(entry, 'displayValue'));
  const unit = text(field(entry, 'unit'));
  return value === undefined || value <= 0 || unit === undefined ? undefined : { value, unit };
}

/** Facts without a field of their own, by the label that the API gives them. */
const specified = [
  'classifications.productGroup',
  'contentRating.audienceRating',
  'manufactureInfo.warranty',
  'technicalInfo.formats',
  'technicalInfo.energyEfficiencyClass',
];

function readSpecifications(info: unknown): readonly Attribute[] {
  return specified.flatMap((path) => {
    const entry = field(info, path);
    const name = text(field(entry, 'label'));
    const value = text(field(entry, 'displayValue')) ?? text(texts(field(entry, 'displayValues')).join(', '));
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
}

function readAttributes(entries: unknown): readonly Attribute[] {
  return (list(entries) ?? []).flatMap((entry) => {
    const name = text(field(entry, 'name'));
    const value = text(field(entry, 'value'));
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
}

function shown(info: unknown, path: string): string | undefined {
  return text(field(info, `${path}.displayValue`));
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
