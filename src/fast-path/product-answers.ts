import { getArgumentValues, getVariableValues } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { FreshAnswer, FreshAnswers, ProductRequest } from '../catalog/answer.ts';
import type { InputContext } from '../graphql/input/question-args.ts';
import { operationCost } from '../graphql/input/operation-cost.ts';
import { schema } from '../graphql/schema.ts';
import { storableUntil } from '../graphql/plugins/operation-usage.ts';
import { keyOf } from '../product/question.ts';
import type { RawVariables } from '../graphql/input/variable-faults.ts';
import { standing, type Clock } from '../clock.ts';
import type { Operation } from './operations.ts';
import type { RootField } from './root-field.ts';

/** Options of the stored answers. */
export type ProductAnswersOptions = {
  readonly fresh: FreshAnswers;
  readonly inputs: InputContext;
  /** The maximum number of upstream calls of one operation. */
  readonly mostCalls: number;
  readonly maxBytes: number;
  readonly clock: Clock;
};

/** A parsed request body. The operation owns the fields, and both are evicted when the operation is rarely used. */
export type Reading = {
  readonly name: string | undefined;
  readonly fields: WeakRef<readonly RootField[]>;
  readonly lookups: readonly (readonly Lookup[])[];
};

/** A product of a root field. */
type Lookup = {
  readonly request: ProductRequest;
  readonly key: string;
  /** The key of its fragment. */
  readonly fragment: string;
};

type Fragment = { readonly fresh: FreshAnswer; readonly shown: string; readonly json: string };

/** The memory of a fragment besides its JSON and its answer. */
const overheadBytes = 512;
/** The memory of a body and its reading: most of a long body is ASINs, each of which becomes a key. */
const bytesPerCharacter = 10;

/**
 * Answers operations from the JSON of their products, which graphql-js creates once for each selection and cache entry. Such a
 * fragment is valid while the cache entry is the same object and fresh, and while fields that depend on the time have the
 * same values.
 */
export function createProductAnswers({ fresh, inputs, mostCalls, maxBytes, clock }: ProductAnswersOptions) {
  const fragments = new LRUCache<string, Fragment>({ maxSize: Math.ceil(maxBytes * 0.65) });
  // By the request body. This saves an eighth of the time of a cached product (`npm run bench -- hot`).
  const readings = new LRUCache<string, Reading>({ maxSize: Math.ceil(maxBytes * 0.2) });

  function fragmentOf(root: RootField, { request, fragment: id }: Lookup, now: Clock): Fragment | undefined {
    const known = fragments.get(id);
    const found = fresh.find(request, now, known?.fresh);
    if (found === undefined) return undefined;
    const shown = root.shows(found.answer);
    if (known?.fresh === found && known.shown === shown) return known;
    const json = root.toJson(found.answer);
    if (json === undefined) return undefined;
    const fragment = { fresh: found, shown, json };
    fragments.set(id, fragment, { size: overheadBytes + json.length + 2 * JSON.stringify(found.answer).length });
    return fragment;
  }

  return {
    find(body: string): Reading | undefined {
      const reading = readings.get(body);
      return reading?.fields.deref() && reading;
    },

    /** `undefined` when the request needs more than fresh products. Throws for faulty input. */
    read(body: string, operation: Operation, variables: RawVariables): Reading | undefined {
      const { coerced } = getVariableValues(schema, operation.variables, variables, { maxErrors: 1 });
      const fields = coerced && operation.fields(coerced, variables);
      if (fields === undefined) return undefined;
      const keysOf = ({ lookup, field, node }: RootField) =>
        lookup.keys(getArgumentValues(field, node, coerced), inputs);
      const keys = fields.map(keysOf);
      const isTooMuch = operationCost(keys.map((own) => ({ keys: own }))) > mostCalls;
      if (isTooMuch || keys.some((own) => own.some(({ realTime }) => realTime))) return undefined;
      const lookups = keys.map((own, index) =>
        own.map((request) => ({ request, key: keyOf(request), fragment: `${fields[index]?.id}${keyOf(request)}` })),
      );
      const reading = { name: operation.name, fields: new WeakRef(fields), lookups };
      readings.set(body, reading, { size: bytesPerCharacter * body.length });
      return reading;
    },

    /** The data as JSON in latin1; `undefined` when a product is not fresh in memory, or has errors. */
    answer(reading: Reading) {
      const now = standing(clock);
      const products = new Map<string, FreshAnswer>();
      let [data, validUntil] = ['', Infinity];
      for (const [index, root] of reading.fields.deref()?.entries() ?? []) {
        let value = '';
        for (const lookup of reading.lookups[index] ?? []) {
          const fragment = fragmentOf(root, lookup, now);
          if (fragment === undefined) return undefined;
          value += value === '' ? fragment.json : `,${fragment.json}`;
          validUntil = Math.min(validUntil, storableUntil(fragment.fresh.answer));
          products.set(lookup.key, fragment.fresh);
        }
        data += `${data === '' ? '' : ','}${root.prefix}${root.isList ? `[${value}]` : value}`;
      }
      if (products.size === 0) return undefined;
      return { data: `{${data}}`, validUntil, products: [...products.values()] };
    },
  };
}
