import { getArgumentValues, getVariableValues } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import type { FreshAnswer, FreshAnswers, ProductKey } from '../catalog/answer.ts';
import { callsOf } from '../graphql/root-readers.ts';
import type { InputContext } from '../graphql/product-input.ts';
import { schema } from '../graphql/schema.ts';
import { keptUntil } from '../graphql/tally.ts';
import type { Clock } from '../upstream/clock.ts';
import type { Operation } from './operations.ts';
import type { RootField, Variables } from './root-field.ts';

/** What answers are put together from. */
export type ProductAnswersOptions = {
  readonly fresh: FreshAnswers;
  readonly inputs: InputContext;
  /** How many upstream calls one operation may come to. */
  readonly mostCalls: number;
  readonly maxBytes: number;
  readonly clock: Clock;
};

/** The data of an operation in JSON, as latin1. */
export type ReadyAnswer = {
  readonly data: string;
  /** Wall clock. */
  readonly holdsUntil: number;
  /** Reports the products as answered. */
  served(): void;
};

/** One product in JSON. */
type Fragment = { readonly fresh: FreshAnswer; readonly shown: string; readonly json: string };

/** What a fragment takes besides its JSON and its answer. */
const overheadBytes = 512;

/**
 * Answers an operation from its products' JSON, which graphql-js makes once for each selection and entry; `undefined`
 * when a product is not fresh in memory, or anything else is out of the ordinary. A fragment holds as long as its product's
 * entry is the same object and fresh, and its fields that depend on the time show the same.
 */
export function createProductAnswers({ fresh, inputs, mostCalls, maxBytes, clock }: ProductAnswersOptions) {
  const fragments = new LRUCache<string, Fragment>({ maxSize: Math.max(1, Math.floor(maxBytes)) });

  function fragmentOf(root: RootField, key: ProductKey, now: Clock): Fragment | undefined {
    const id = `${root.id}${key.marketplace}${key.asin}`;
    const known = fragments.get(id);
    const found = fresh.find(key, now, known?.fresh);
    if (found === undefined) return undefined;
    const shown = root.shows(found.answer);
    if (known?.fresh === found && known.shown === shown) return known;
    const json = root.toJson(found.answer);
    if (json === undefined) return undefined;
    const fragment = { fresh: found, shown, json };
    const size = overheadBytes + json.length + 2 * JSON.stringify(found.answer).length;
    fragments.set(id, fragment, { size });
    return fragment;
  }

  function keysOf(operation: Operation, raw: Variables) {
    const { coerced } = getVariableValues(schema, operation.definition.variableDefinitions ?? [], raw, {
      maxErrors: 1,
    });
    return coerced && operation.fields(coerced, raw)?.map((root) => keysIn(root, coerced));
  }

  function keysIn(root: RootField, coerced: Variables) {
    const keys = root.lookup.keys(getArgumentValues(root.field, root.node, coerced), inputs);
    return { root, keys };
  }

  return (operation: Operation, { variables }: GraphQLParams): ReadyAnswer | undefined => {
    const asked = keysOf(operation, variables ?? {});
    if (asked === undefined || callsOf(asked.map(({ keys }) => ({ keys, hits: 0 }))) > mostCalls) return undefined;
    const now = standing(clock);
    const served = new Map<string, FreshAnswer>();
    let until = Infinity;
    let data = '';
    for (const { root, keys } of asked) {
      let value = '';
      for (const key of keys) {
        const fragment = key.realTime ? undefined : fragmentOf(root, key, now);
        if (fragment === undefined) return undefined;
        value += value === '' ? fragment.json : `,${fragment.json}`;
        until = Math.min(until, keptUntil(fragment.fresh.answer, now.wall()));
        served.set(`${key.marketplace}${key.asin}`, fragment.fresh);
      }
      data += `${data === '' ? '' : ','}${root.prefix}${root.isList ? `[${value}]` : value}`;
    }
    if (served.size === 0) return undefined;
    return { data: `{${data}}`, holdsUntil: until, served: () => fresh.served([...served.values()]) };
  };
}

/** The clock as it stands: it is read for each of fifty entries, and every reading costs. */
function standing(clock: Clock): Clock {
  const [wall, monotonic] = [clock.wall(), clock.monotonic()];
  return { wall: () => wall, monotonic: () => monotonic };
}
