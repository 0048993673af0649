import type { GraphQLParams } from 'graphql-yoga';
import type { Catalog } from '../catalog/answer.ts';
import type { OperationBegan, Report } from '../event.ts';
import { costHeader, lifeHeaders } from './answer-life.ts';
import type { GatewayContext, ServerContext } from './context.ts';
import { readInput } from './input-check.ts';
import type { PlannedField } from './plan.ts';
import type { Prepared } from './prepared.ts';
import { callsOf } from './root-readers.ts';
import { schema } from './schema.ts';

/** An answer in full, as it goes out with status 200. */
export type HeartAnswer = { readonly body: Buffer; readonly headers: Readonly<Record<string, string>> };

/** Answers, if it takes no waiting. */
export type ByHeart = (
  params: GraphQLParams,
  headers: Pick<Headers, 'get'>,
  context: ServerContext,
) => HeartAnswer | undefined;

/** What is answered from. */
export type ByHeartOptions = Pick<GatewayContext, 'defaultMarketplace'> & {
  readonly catalog: Catalog;
  readonly prepared: Prepared;
  readonly mostCalls: number;
  /** Whether clients need keys. */
  readonly keyed: boolean;
  readonly wall: () => number;
  readonly clock: { readonly monotonic: () => number };
  readonly requestDeadlineMs: number;
  readonly report: Report;
  readonly began?: OperationBegan | undefined;
};

/**
 * Answers a prepared operation whose products are all at hand, in one turn: no promise, no plugin, and each product in
 * JSON as it was written before. Whatever is out of the ordinary is left to the pipeline: `undefined`. What an operation
 * is told to the listeners, and what its answer says, is the same either way. Measured: a third of the time.
 */
export function createByHeart(options: ByHeartOptions): ByHeart {
  const { catalog, defaultMarketplace, prepared, mostCalls, keyed, wall, clock, report, began } = options;
  const inputs = { catalog, defaultMarketplace };

  return (params, headers, context) => {
    if (!isOrdinary(params) || headers.get(costHeader) !== null) return undefined;
    const operation = prepared.find(params);
    const plan = operation?.plan;
    if (operation === undefined || plan === undefined) return undefined;
    const { operationName, variables: variableValues } = params;
    const input = { schema, document: operation.document, operationName, variableValues };
    const { asks, faults } = readInput(input, inputs);
    if (faults.length > 0 || callsOf(asks) > mostCalls) return undefined;
    const hand = catalog.atHand?.(asks.flatMap(({ keys }) => keys));
    if (hand === undefined) return undefined;

    const parts: Buffer[] = [];
    let next = 0;
    for (const [index, field] of plan.fields.entries()) {
      const until = next + (asks[index]?.keys.length ?? 0);
      if (!add(parts, field, hand.answers.slice(next, until))) return undefined;
      next = until;
    }
    const arrivedAt = context.arrivedAt ?? clock.monotonic();
    const asker = begin(headers, arrivedAt);
    hand.take();
    report({
      type: 'operation',
      name: plan.name,
      kind: 'query',
      ...(context.client !== undefined && { client: context.client }),
      outcome: 'OK',
      durationMs: clock.monotonic() - arrivedAt,
      ...(asker !== undefined && { asker }),
    });
    const holdsUntil = Math.min(...hand.answers.map(({ expiresAt }) => expiresAt));
    return { body: Buffer.concat([open, ...parts, close]), headers: lifeHeaders(holdsUntil, wall(), keyed) };
  };

  function begin(headers: Pick<Headers, 'get'>, arrivedAt: number): object | undefined {
    if (began === undefined) return undefined;
    const asker = {};
    began(asker, headers, clock.monotonic() - arrivedAt);
    return asker;
  }
}

const open = Buffer.from('{"data":{');
const close = Buffer.from('}}');
const comma = Buffer.from(',');
const openList = Buffer.from('[');
const closeList = Buffer.from(']');

type Answers = Parameters<PlannedField['show']>[0][];

/** Appends a field with its value; `false` when one of its products cannot be shown. */
function add(parts: Buffer[], { key, isList, show }: PlannedField, answers: Answers): boolean {
  if (parts.length > 0) parts.push(comma);
  parts.push(key);
  if (isList) parts.push(openList);
  for (const [index, answer] of answers.entries()) {
    const json = show(answer);
    if (json === undefined) return false;
    if (index > 0) parts.push(comma);
    parts.push(json);
  }
  if (isList) parts.push(closeList);
  return true;
}

const ordinary: ReadonlySet<string> = new Set(['query', 'operationName', 'variables']);

function isOrdinary(params: GraphQLParams): boolean {
  for (const name in params) if (!ordinary.has(name)) return false;
  const variables: unknown = params.variables;
  return variables == null || (typeof variables === 'object' && !Array.isArray(variables));
}
