import type { Family } from '../../../product/family.ts';
import type { Product } from '../../../product/product.ts';
import { count, list, text, texts } from '../../json.ts';
import type { ReadVariations } from '../../operations.ts';
import { SourceError } from '../../source-error.ts';
import { readAnswer } from './answer.ts';
import type { AssociatesApi } from './api.ts';
import { saysAbsent } from './fault.ts';
import { field } from './field.ts';
import { readMoney } from './item/listing-price.ts';
import { preferences } from './preferences.ts';
import { isAnswer, itemFailure, lookupRefused } from './refused-lookup.ts';

const pageSize = 10;

const summaryResources = [
  'variationSummary.price.highestPrice',
  'variationSummary.price.lowestPrice',
  'variationSummary.variationDimension',
];

/** GetVariations of an associates API, which takes the ASIN of the parent or of any of its variations. */
export function readVariationsOf(api: AssociatesApi): ReadVariations {
  return async (asin, page, context) => {
    const where = `${api.name} GetVariations (${context.marketplace})`;
    const number = page === undefined ? 1 : Number(page);
    const question = {
      asin,
      condition: 'New',
      ...preferences(context),
      variationCount: pageSize,
      variationPage: number,
      resources: [...api.resources, ...summaryResources],
    };
    const reply = await api.call({ ...context, operation: 'getVariations', question, where });
    if (!isAnswer(reply)) {
      lookupRefused(api, 'item', [asin], reply, where);
      return { hits: [] };
    }
    const { products, unreadable, faults } = readAnswer(reply.json, context.marketplace, where);
    if (products.size === 0 && unreadable > 0) {
      throw new SourceError('MALFORMED', `${where}: none of the variations can be read`);
    }
    const fault = faults.find((one) => !saysAbsent(one));
    if (products.size === 0 && fault !== undefined) throw itemFailure(api, { ...reply, faults: [fault] }, where);
    const summary = field(reply.json, 'variationsResult.variationSummary');
    const totalCount = count(field(summary, 'variationCount'));
    return {
      hits: [...products.values()].map((product) => withNamedAttributes(product, summary)),
      ...(totalCount !== undefined && { totalCount, reachableCount: totalCount }),
      family: readFamily(summary),
      ...(number < (count(field(summary, 'pageCount')) ?? 1) && { next: String(number + 1) }),
    };
  };
}

/** Items name their attributes by keys such as `color_name`; the summary has the words for them. */
function withNamedAttributes(product: Product, summary: unknown): Product {
  const { variationAttributes } = product;
  if (variationAttributes === undefined) return product;
  const words = new Map(
    (list(field(summary, 'variationDimensions')) ?? []).map((entry) => [
      text(field(entry, 'name')),
      text(field(entry, 'displayName')),
    ]),
  );
  const named = variationAttributes.map(({ name, value }) => ({ name: words.get(name) ?? name, value }));
  return { ...product, variationAttributes: named };
}

function readFamily(summary: unknown): Family {
  const lowestPrice = readMoney(field(summary, 'price.lowestPrice'));
  const highestPrice = readMoney(field(summary, 'price.highestPrice'));
  const dimensions = (list(field(summary, 'variationDimensions')) ?? []).flatMap((entry) => {
    const name = text(field(entry, 'displayName')) ?? text(field(entry, 'name'));
    return name === undefined ? [] : [{ name, values: texts(field(entry, 'values')) }];
  });
  return {
    dimensions,
    ...(lowestPrice !== undefined && { lowestPrice }),
    ...(highestPrice !== undefined && { highestPrice }),
  };
}
