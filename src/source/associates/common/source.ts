import type { Asin } from '../../../product/asin.ts';
import type { QuestionGroup } from '../../../product/question.ts';
import { lookupOperation, searchOperation, type LookUp, type SearchFor } from '../../operations.ts';
import { SourceError } from '../../source-error.ts';
import type { CallContext, Finding, Source } from '../../source.ts';
import { readAnswer } from './answer.ts';
import { blamesIds, mayBlameAnId, namedIn, saysAbsent } from './fault.ts';
import type { Reply } from './exchange.ts';
import { toFindings } from './findings.ts';
import { withParents } from './parents.ts';
import { noHits, pageNumber, searchParameters, toSearchPage } from './search.ts';
import type { SourceId } from '../../../vocabulary.ts';

/** The two operations of both associates APIs, in the spelling of the Creators API. */
export type AssociatesOperation = 'getItems' | 'searchItems';

/** One call, in the form that both APIs share. */
export type AssociatesRequest = Pick<CallContext, 'marketplace' | 'signal'> & {
  readonly operation: AssociatesOperation;
  /** The body without partner tag and credentials; keys and resources in the spelling of the Creators API. */
  readonly question: Readonly<Record<string, unknown>>;
  /** The call, for messages. */
  readonly where: string;
};

/** The differences between the two associates APIs. */
export type AssociatesApi = {
  readonly id: SourceId;
  /** For messages. */
  readonly name: string;
  readonly freshMs: number;
  unavailableReason: Source['unavailableReason'];
  ready: Source['ready'];
  /** The resources to request for an item, in the spelling of the Creators API. */
  readonly resources: readonly string[];
  /** Makes one call. Rejects with SourceError only. */
  call(request: AssociatesRequest): Promise<Reply>;
  /** Whether a refusal means that none of the ids exist, or that a search has no hits. */
  foundNothing(reply: Reply): boolean;
  /** The failure that a refusal means. */
  failureOf(reply: Reply, where: string): SourceError;
};

/** Source: Associates Program IP License, clause (o). */
const disclaimer =
  'Product prices and availability are accurate as of the date/time indicated and are subject to change. Any price and availability information displayed on Amazon at the time of purchase will apply to the purchase of this product.';

/**
 * Both APIs return one listing per item, which may be a used one that won the buy box, unless the request asks for new
 * ones. The parameter filters listings, not items.
 */
const newOffers = { condition: 'New' };

/** Creates the source of an associates API, with the rules that both APIs share. */
export function createAssociatesSource(api: AssociatesApi): Source {
  const lookUp: LookUp = async (asins, context) => {
    const where = `${api.name} GetItems (${context.marketplace})`;
    const question = { itemIds: asins, ...newOffers, ...preferences(context), resources: api.resources };
    const reply = await api.call({ ...context, operation: 'getItems', question, where });
    if (!isAnswer(reply)) return lookupRefused(api, asins, reply, where);
    const answer = withParents(asins, readAnswer(reply.json, context.marketplace, where));
    return toFindings(asins, answer, where, (fault) => itemFailure(api, { ...reply, faults: [fault] }, where));
  };

  const searchFor: SearchFor = async (terms, page, context) => {
    const where = `${api.name} SearchItems (${context.marketplace})`;
    const number = pageNumber(page);
    const question = {
      ...searchParameters(terms, number, context.marketplace),
      ...newOffers,
      ...preferences(context),
      resources: api.resources,
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
    disclaimer,
    unavailableReason: api.unavailableReason,
    ready: api.ready,
    operations: { lookup: lookupOperation(10, lookUp), search: searchOperation(searchFor) },
  };
}

/** The language and currency of the question. The APIs take one language; without any they use the marketplace's own. */
function preferences({ language, currency }: QuestionGroup): Readonly<Record<string, unknown>> {
  return {
    ...(language !== undefined && { languagesOfPreference: [language] }),
    ...(currency !== undefined && { currencyOfPreference: currency }),
  };
}

function isAnswer({ status }: Reply): boolean {
  return status >= 200 && status < 300;
}

/**
 * The findings of a refused GetItems call. One bad id makes the API refuse all ten, so the refusal of a single id means
 * that it does not exist, and a refusal of several is split until the bad id is alone.
 */
function lookupRefused(api: AssociatesApi, asked: readonly Asin[], reply: Reply, where: string): Map<Asin, Finding> {
  if (api.foundNothing(reply)) return allMissing(asked);
  const failure = api.failureOf(reply, where);
  if (reply.status !== 400 || failure.code !== 'MALFORMED') throw failure;
  const blamed = reply.faults.some((fault) => blamesIds(fault) || namedIn(fault, asked).length > 0);
  if (asked.length === 1 && blamed) return allMissing(asked);
  if (!blamed && !mayBlameAnId(reply.faults)) throw failure;
  throw new SourceError(failure.code, failure.message, { unnamedFault: true, badRequest: true });
}

/** The failure of one item. An error that is not one of a refused call is an internal error of the API. */
function itemFailure(api: AssociatesApi, reply: Reply, where: string): SourceError {
  const failure = api.failureOf(reply, where);
  if (failure.code !== 'MALFORMED') return failure;
  return new SourceError('SERVER', failure.message, { cause: failure });
}

function allMissing(asked: readonly Asin[]): Map<Asin, Finding> {
  return new Map(asked.map((asin) => [asin, { kind: 'missing' }]));
}
