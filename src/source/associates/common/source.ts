import {
  browseNodesOperation,
  lookupOperation,
  searchOperation,
  variationsOperation,
  type LookUp,
  type SearchFor,
} from '../../operations.ts';
import { SourceError } from '../../source-error.ts';
import type { Source } from '../../source.ts';
import { readAnswer } from './answer.ts';
import type { AssociatesApi } from './api.ts';
import { lookUpNodesOf } from './browse-nodes.ts';
import { saysAbsent } from './fault.ts';
import { toFindings } from './findings.ts';
import { withParents } from './parents.ts';
import { preferences } from './preferences.ts';
import { isAnswer, itemFailure, lookupRefused } from './refused-lookup.ts';
import { noHits, pageNumber, searchParameters, toSearchPage } from './search.ts';
import { readVariationsOf } from './variations.ts';

/** Source: Associates Program IP License, clause (o). */
const disclaimer =
  'Product prices and availability are accurate as of the date/time indicated and are subject to change. Any price and availability information displayed on Amazon at the time of purchase will apply to the purchase of this product.';

/** Creates the source of an associates API, with the rules that both APIs share. */
export function createAssociatesSource(api: AssociatesApi): Source {
  const lookUp: LookUp = async (asins, context) => {
    const where = `${api.name} GetItems (${context.marketplace})`;
    const question = { itemIds: asins, condition: 'New', ...preferences(context), resources: api.resources };
    const reply = await api.call({ ...context, operation: 'getItems', question, where });
    if (!isAnswer(reply)) return lookupRefused(api, 'item', asins, reply, where);
    const answer = withParents(asins, readAnswer(reply.json, context.marketplace, where));
    return toFindings(asins, answer, where, (fault) => itemFailure(api, { ...reply, faults: [fault] }, where));
  };

  const searchFor: SearchFor = async (terms, page, context) => {
    const where = `${api.name} SearchItems (${context.marketplace})`;
    const number = pageNumber(page);
    const question = {
      ...searchParameters(terms, number, context.marketplace),
      ...preferences(context),
      resources: [...api.resources, 'searchRefinements'],
    };
    const reply = await api.call({ ...context, operation: 'searchItems', question, where });
    if (api.foundNothing(reply)) return noHits(number);
    if (!isAnswer(reply)) throw api.failureOf(reply, where);
    const answer = readAnswer(reply.json, context.marketplace, where);
    if (answer.products.size > 0) return toSearchPage(answer, number);
    if (answer.unreadable > 0) throw new SourceError('MALFORMED', `${where}: none of the hits can be read`);
    const fault = answer.faults.find((fault) => !saysAbsent(fault));
    if (fault !== undefined) throw itemFailure(api, { ...reply, faults: [fault] }, where);
    return noHits(number);
  };

  return {
    id: api.id,
    accuracy: 0.95,
    freshMs: api.freshMs,
    timeoutMs: 5_000,
    completeHits: true,
    cannotApply: ({ condition }) => (api.conditions.includes(condition ?? 'New') ? [] : ['condition']),
    disclaimer,
    unavailableReason: api.unavailableReason,
    ready: api.ready,
    operations: {
      lookup: lookupOperation(10, lookUp),
      search: searchOperation(searchFor),
      browseNodes: browseNodesOperation(10, lookUpNodesOf(api)),
      variations: variationsOperation(readVariationsOf(api)),
    },
  };
}
