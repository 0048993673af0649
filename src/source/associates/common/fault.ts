import { list, record, text } from '../../json.ts';
import { field } from './field.ts';

/** An error of an associates API about a call or about one of its items. */
export type Fault = {
  /** The error's type without its namespace, e.g. `ValidationException`. Empty if it has none. */
  readonly type: string;
  /** The most specific name: PA-API's `Code`, the Creators API's `reason`, else the type. */
  readonly code: string;
  readonly message: string;
  /** Names of the invalid fields of the request. */
  readonly fields: readonly string[];
};

/**
 * All errors in an answer: PA-API's `Errors`, the Creators API's `errors` of single items, its
 * `{type, message, reason}` of a whole call, whose type some answers spell `__type`, and the `{Output: {__type}}` of
 * the service framework that both APIs run on.
 */
export function readFaults(json: unknown): readonly Fault[] {
  const body = record(field(json, 'output')) ?? json;
  const type = shortType(field(body, '__type') ?? field(body, 'type'));
  const entries = list(field(body, 'errors')) ?? [];
  const faults = entries.map((entry) => readFault(entry, type)).filter((fault) => fault !== undefined);
  if (faults.length > 0 || type === '') return faults;
  return [{ type, code: text(field(body, 'reason')) ?? type, message: messageOf(body), fields: fieldsOf(body) }];
}

/**
 * All errors of a refusal. A refusal may have its type only in the header `x-amzn-errortype`, or have only a message.
 */
export function readRefusal(json: unknown, headers: Readonly<Record<string, string>>): readonly Fault[] {
  const faults = readFaults(json);
  if (faults.length > 0) return faults;
  const type = shortType(headers['x-amzn-errortype']);
  const message = messageOf(json);
  if (type === '' && message === '') return [];
  return [{ type, code: text(field(json, 'reason')) ?? type, message, fields: fieldsOf(json) }];
}

/** What the ids of a call name. */
export type IdKind = 'item' | 'browsenode';

/** The requested ASINs, or ids of categories, that a fault concerns: only its message names them. */
export function namedIn<Id extends string>(fault: Fault, asked: readonly Id[]): readonly Id[] {
  const words = new Set(fault.message.split(/[^A-Z0-9]+/));
  return asked.filter((id) => words.has(id));
}

/** Whether a fault means that the item or category does not exist, or that the API does not show it. */
export function saysAbsent(fault: Fault, kind: IdKind = 'item'): boolean {
  const code = fault.code.toLowerCase();
  if (code === 'itemnotaccessible' || code === 'itemnotfound' || code === 'noresults') return true;
  return code === 'invalidparametervalue' && mentionsIds[kind].test(fault.message);
}

/**
 * Whether one id may be the reason for a refused call: the fault names item ids or nothing. A fault in another field of
 * the request would remain after a split.
 */
export function mayBlameAnId(faults: readonly Fault[], kind: IdKind): boolean {
  return faults.every((fault) => blamesIds(fault, kind) || !blamesAnything(fault));
}

/** Whether the fault states that an id is the reason. */
export function blamesIds({ fields, message }: Fault, kind: IdKind): boolean {
  return fields.some((name) => name.toLowerCase() === `${kind}ids`) || mentionsIds[kind].test(message);
}

const mentionsIds: Readonly<Record<IdKind, RegExp>> = { item: /\bitemids?\b/i, browsenode: /\bbrowsenodeids?\b/i };

function blamesAnything({ fields, message }: Fault): boolean {
  return fields.length > 0 || /\brequest for \w+/i.test(message);
}

function readFault(entry: unknown, outerType: string): Fault | undefined {
  const type = shortType(field(entry, '__type')) || outerType;
  const code = text(field(entry, 'code')) ?? type;
  return code === '' ? undefined : { type, code, message: messageOf(entry), fields: [] };
}

/** `com.amazon.creators#X`, and `X:http://internal.amazon.com/…` in AWS's JSON protocol both mean `X`. */
function shortType(value: unknown): string {
  return text(value)?.replace(/^.*#/, '').replace(/:.*$/, '') ?? '';
}

function messageOf(value: unknown): string {
  return text(field(value, 'message')) ?? '';
}

/** Documented as strings; the official client has objects with a name. */
function fieldsOf(value: unknown): readonly string[] {
  const entries = list(field(value, 'fieldList')) ?? [];
  return entries
    .map((entry) => text(record(entry) === undefined ? entry : field(entry, 'name')))
    .filter((name) => name !== undefined);
}
