import type { Attribute } from '../../../product/details.ts';
import type { QuestionGroup } from '../../../product/question.ts';
import { number, text } from '../../json.ts';
import { object, type Json } from '../json.ts';
import { ownEntries, ownGroup, ownWords } from './data-sets.ts';

/** Attributes without a field of their own, and names for people: Amazon's are identifiers in English. */
const specified: readonly (readonly [string, string])[] = [
  ['style', 'Style'],
  ['unit_count', 'Unit count'],
  ['voltage', 'Voltage'],
  ['num_batteries', 'Batteries'],
  ['hardware_platform', 'Hardware platform'],
  ['operating_system', 'Operating system'],
  ['warranty_description', 'Warranty'],
];

/** The specifications of an item, in the order of the list above. */
export function readSpecifications(item: Json, group: QuestionGroup): readonly Attribute[] {
  const summary = ownGroup(item['summaries'], group.marketplace);
  const attributes = object(item['attributes']);
  return specified.flatMap(([attribute, name]) => {
    const words = ownWords(attributes[attribute], group);
    const [entry = {}] = ownEntries(attributes[attribute], group.marketplace);
    const value = text(summary[attribute]) ?? text(words.join(', ')) ?? amountOf(entry);
    return value === undefined ? [] : [{ name, value }];
  });
}

/** `{value: 1.5, unit: 'volts'}`, `{value: 10, type: {value: 'Count'}}` or `{quantity: 10, type: 'aa'}` (all recorded). */
function amountOf({ value, quantity, unit, type }: Json): string | undefined {
  const amount = number(value) ?? number(quantity);
  const kind = text(unit) ?? text(type) ?? text(object(type)['value']);
  // Converted measures have noise in their last digits.
  return amount === undefined || kind === undefined ? undefined : `${Number(amount.toPrecision(6))} ${kind}`;
}
