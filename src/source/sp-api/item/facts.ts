import type { Attribute, Contributor, Details, Dimensions, Identifiers, Measure } from '../../../product/details.ts';
import { checkedIdentifiers } from '../../../product/identifiers.ts';
import type { Product } from '../../../product/product.ts';
import type { QuestionGroup } from '../../../product/question.ts';
import { calendarDate } from '../../calendar-date.ts';
import { count, list, number, text } from '../../json.ts';
import { object, objects, type Json } from '../json.ts';
import { ownEntries, ownGroup, ownWords } from './data-sets.ts';
import { readSpecifications } from './specifications.ts';

/** The facts of an item that are not about an offer, without title, brand and features. */
export type ItemFacts = Pick<Product, 'identifiers' | 'contributors' | 'details' | 'variationAttributes'>;

/** Reads the facts of an item of the catalogue. */
export function readFacts(item: Json, group: QuestionGroup): ItemFacts {
  const identifiers = readIdentifiers(item, group);
  const contributors = objects(ownGroup(item['summaries'], group.marketplace)['contributors']).flatMap(readContributor);
  const details = readDetails(item, group, identifiers.isbns !== undefined);
  const variationAttributes = readVariationAttributes(item, group);
  return {
    ...(!isEmpty(identifiers) && { identifiers }),
    ...(contributors.length > 0 && { contributors }),
    ...(!isEmpty(details) && { details }),
    ...(variationAttributes.length > 0 && { variationAttributes }),
  };
}

/** A GTIN-14 is left out: the item has the same number as EAN. */
function readIdentifiers(item: Json, group: QuestionGroup): Identifiers {
  const stated = objects(ownGroup(item['identifiers'], group.marketplace)['identifiers']);
  const numbers = (type: string) =>
    stated.flatMap((entry) => (entry['identifierType'] === type ? (text(entry['identifier']) ?? []) : []));
  const model = shown('modelNumber', 'model_number', item, group);
  const partNumber = shown('partNumber', 'part_number', item, group);
  return {
    ...checkedIdentifiers({ eans: numbers('EAN'), upcs: numbers('UPC'), isbns: numbers('ISBN') }),
    ...(model !== undefined && { model }),
    ...(partNumber !== undefined && { partNumber }),
  };
}

function readContributor({ value, role }: Json): readonly Contributor[] {
  const name = text(value);
  const shownRole = text(object(role)['displayName']);
  return name === undefined ? [] : [{ name, ...(shownRole !== undefined && { role: shownRole }) }];
}

/** Amazon's field for the publisher of a book is the manufacturer. */
function readDetails(item: Json, group: QuestionGroup, isBook: boolean): Details {
  const summary = ownGroup(item['summaries'], group.marketplace);
  const manufacturer = shown('manufacturer', 'manufacturer', item, group);
  const stated = {
    manufacturer,
    publisher: isBook ? manufacturer : undefined,
    releaseDate: calendarDate(text(summary['releaseDate'])),
    color: shown('color', 'color', item, group),
    size: shown('size', 'size', item, group),
    unitCount: readUnitCount(object(item['attributes']), group),
  };
  const isAdult = summary['adultProduct'];
  const dimensions = readDimensions(object(ownGroup(item['dimensions'], group.marketplace)['item']));
  const specifications = readSpecifications(item, group);
  return {
    ...Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined)),
    ...(typeof isAdult === 'boolean' && { isAdult }),
    ...(!isEmpty(dimensions) && { dimensions }),
    ...(specifications.length > 0 && { specifications }),
  };
}

/** Ten batteries in one package are `unit_count` 10 and `number_of_items` 1; what is not counted has another type. */
function readUnitCount(attributes: Json, { marketplace }: QuestionGroup): number | undefined {
  const [units] = ownEntries(attributes['unit_count'], marketplace);
  const [items] = ownEntries(attributes['number_of_items'], marketplace);
  const isCounted = text(object(units?.['type'])['value'])?.toLowerCase() === 'count';
  return (isCounted ? count(units?.['value'], 1) : undefined) ?? count(items?.['value'], 1);
}

function readDimensions(item: Json): Dimensions {
  const sides = (['height', 'length', 'width', 'weight'] as const).flatMap((side) => {
    const measure = readMeasure(object(item[side]));
    return measure === undefined ? [] : [[side, measure] as const];
  });
  return Object.fromEntries(sides);
}

/** Converted measures have noise in their last digits (0.549999999439), so that six digits are kept. */
function readMeasure({ value, unit }: Json): Measure | undefined {
  const exact = number(value);
  const name = text(unit);
  return exact === undefined || exact <= 0 || name === undefined
    ? undefined
    : { value: Number(exact.toPrecision(6)), unit: name };
}

/** The attributes in which the variations of the item's parent differ, with the item's own values. */
function readVariationAttributes(item: Json, group: QuestionGroup): readonly Attribute[] {
  const relations = objects(ownGroup(item['relationships'], group.marketplace)['relationships']);
  const family = relations.find((one) => one['type'] === 'VARIATION' && list(one['parentAsins']) !== undefined);
  const names = list(object(family?.['variationTheme'])['attributes']) ?? [];
  return names.flatMap((entry) => {
    const name = text(entry);
    const value = name === undefined ? undefined : shown(name, name, item, group);
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
}

/** The text of the summary's member, else that of the attribute. */
function shown(member: string, attribute: string, item: Json, group: QuestionGroup): string | undefined {
  const summary = ownGroup(item['summaries'], group.marketplace);
  return text(summary[member]) ?? ownWords(object(item['attributes'])[attribute], group)[0];
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
