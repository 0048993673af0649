import { cut, plain } from './quoted.ts';

/** The field that is moved to the top of an answer, where it stands once instead of once per product. */
export const hoisted = 'disclaimer';

const longestTitle = 200;
const longestText = 400;
/** Cursors and links are only of use as a whole. */
const wholeFields = /(?:cursor|url)$/i;

type Answer = Readonly<Record<string, unknown>>;

/**
 * The data of an operation as the structured answer of a tool: without nulls, with texts that are plain and of bounded
 * length, and with the disclaimer once.
 */
export function structuredAnswer(data: object): Answer {
  const disclaimers = new Set<string>();
  const answer: Answer = cleanObject(data, disclaimers);
  return disclaimers.size === 0 ? answer : { ...answer, [hoisted]: [...disclaimers].join(' ') };
}

function cleanObject(value: object, disclaimers: Set<string>): Answer {
  const entries = Object.entries(value).flatMap(([key, field]: [string, unknown]) => {
    if (field === null || field === undefined) return [];
    if (key !== hoisted || typeof field !== 'string') return [[key, clean(key, field, disclaimers)]];
    disclaimers.add(plain(field));
    return [];
  });
  return Object.fromEntries(entries);
}

function clean(key: string, value: unknown, disclaimers: Set<string>): unknown {
  if (typeof value === 'string') return wholeFields.test(key) ? plain(value) : cut(plain(value), longestOf(key));
  if (Array.isArray(value)) return value.map((item) => clean(key, item, disclaimers));
  return typeof value === 'object' && value !== null ? cleanObject(value, disclaimers) : value;
}

function longestOf(key: string): number {
  return key === 'title' ? longestTitle : longestText;
}
