import type { Asin } from '../../../product/asin.ts';
import { list, record, text } from '../../json.ts';
import { field } from './field.ts';

/** One thing that an associates API says is wrong, with a call or with one item of it. */
export type Fault = {
  /** The error's shape, without its namespace: `ValidationException`. Empty when it has none. */
  readonly type: string;
  /** The most precise name there is: PA-API's `Code`, the Creators API's `reason`, else the type. */
  readonly code: string;
  readonly message: string;
  /** Names of the request's fields at fault. */
  readonly fields: readonly string[];
};

/**
 * Everything an answer complains of: PA-API's `Errors`, the Creators API's `errors` of single items, its
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
 * What a refusal complains of. A refusal may carry its type in the `x-amzn-errortype` header only, or no type at all:
 * then its message is all there is.
 */
export function readRefusal(json: unknown, headers: Readonly<Record<string, string>>): readonly Fault[] {
  const faults = readFaults(json);
  if (faults.length > 0) return faults;
  const type = shortType(headers['x-amzn-errortype']);
  const message = messageOf(json);
  if (type === '' && message === '') return [];
  return [{ type, code: text(field(json, 'reason')) ?? type, message, fields: fieldsOf(json) }];
}

/** Which of the asked ASINs a fault is about: they are named in its message only. */
export function namedIn(fault: Fault, asked: readonly Asin[]): readonly Asin[] {
  const words = new Set(fault.message.split(/[^A-Z0-9]+/));
  return asked.filter((asin) => words.has(asin));
}

/** Whether a fault says that there is no such item, or none that the API shows. */
export function saysAbsent(fault: Fault): boolean {
  const code = fault.code.toLowerCase();
  if (code === 'itemnotaccessible' || code === 'itemnotfound' || code === 'noresults') return true;
  return code === 'invalidparametervalue' && mentionsIds.test(fault.message);
}

/**
 * Whether a refused call may be one id's fault: it names item ids, or nothing at all. A fault in another field of the
 * request stays when the call is split.
 */
export function mayBlameAnId(faults: readonly Fault[]): boolean {
  return faults.every((fault) => blamesIds(fault) || !blamesAnything(fault));
}

/** Whether a refused call is said to be an id's fault. */
export function blamesIds({ fields, message }: Fault): boolean {
  return fields.some((name) => name.toLowerCase() === 'itemids') || mentionsIds.test(message);
}

const mentionsIds = /\bitemids?\b/i;

function blamesAnything({ fields, message }: Fault): boolean {
  return fields.length > 0 || /\brequest for \w+/i.test(message);
}

function readFault(entry: unknown, outerType: string): Fault | undefined {
  const type = shortType(field(entry, '__type')) || outerType;
  const code = text(field(entry, 'code')) ?? type;
  return code === '' ? undefined : { type, code, message: messageOf(entry), fields: [] };
}

/** `com.amazon.creators#X`, and `X:http://internal.amazon.com/…` as AWS's JSON protocol writes it, are both `X`. */
function shortType(value: unknown): string {
  return text(value)?.replace(/^.*#/, '').replace(/:.*$/, '') ?? '';
}

function messageOf(value: unknown): string {
  return text(field(value, 'message')) ?? '';
}

/** Documented as texts, in the official client as objects with a name. */
function fieldsOf(value: unknown): readonly string[] {
  const entries = list(field(value, 'fieldList')) ?? [];
  return entries
    .map((entry) => text(record(entry) === undefined ? entry : field(entry, 'name')))
    .filter((name) => name !== undefined);
}
