import { Kind, type ValueNode } from 'graphql';
import { parseAsin, type Asin } from '../../product/asin.ts';
import { builder } from './builder.ts';

builder.scalarType('ASIN', {
  description:
    'An Amazon Standard Identification Number: ten characters, A-Z and 0-9, e.g. "B0CR7G9V56". Input is trimmed and converted to upper case; it has at most 100 characters, whitespace included. Other input is BAD_USER_INPUT. Output is always canonical.',
  serialize: (asin) => asin,
  parseValue: readAsin,
});

builder.scalarType('Language', {
  description:
    'A language as Amazon writes it: ISO 639 and a country, e.g. "hi_IN". The query `marketplaces` lists the languages of each marketplace. Other input is BAD_USER_INPUT.',
  serialize: (language) => language,
  parseValue: (value) => readCode(value, /^[a-z]{2}_[A-Z]{2}$/, 'a language such as "hi_IN"'),
});

builder.scalarType('CurrencyCode', {
  description: 'An ISO 4217 code, e.g. "INR". Other input is BAD_USER_INPUT.',
  specifiedByURL: 'https://www.iso.org/iso-4217-currency-codes.html',
  serialize: (currency) => currency,
  parseValue: (value) => readCode(value, /^[A-Z]{3}$/, 'a currency such as "INR"'),
});

builder.scalarType('Decimal', {
  description:
    'An exact decimal number as a string, e.g. "1299.00"; never a float. Input may also be a number literal. It has at most 15 digits before the decimal point, 6 digits after it, and 100 characters, whitespace included.',
  serialize: (decimal) => decimal,
  parseValue: (value) => readDecimal(typeof value === 'number' ? String(value) : value),
  // The literal's text, because a float would already be rounded.
  parseLiteral: (node) => readDecimal(literalText(node)),
});

builder.scalarType('DateTime', {
  description: 'A point in time as ISO 8601 text in UTC with milliseconds, e.g. "2026-05-15T09:30:00.000Z".',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  serialize: (epochMs) => new Date(epochMs).toISOString(),
});

builder.scalarType('URL', {
  description: 'An absolute https URL, e.g. "https://www.amazon.in/dp/B0CR7G9V56".',
  specifiedByURL: 'https://url.spec.whatwg.org/',
  serialize: (url) => url,
});

/** The maximum length of a scalar's input, whitespace included. */
const longestInput = 100;

function readAsin(value: unknown): Asin {
  const asin = typeof value === 'string' && value.length <= longestInput ? parseAsin(value) : undefined;
  if (asin === undefined) throw new Error('is not an ASIN, which is ten characters, A-Z and 0-9');
  return asin;
}

function readCode(value: unknown, form: RegExp, what: string): string {
  if (typeof value !== 'string' || value.length > longestInput || !form.test(value.trim())) {
    throw new Error(`is not ${what}`);
  }
  return value.trim();
}

const decimal = /^-?\d{1,15}(?:\.\d{1,6})?$/;

function readDecimal(value: unknown): string {
  if (typeof value !== 'string' || value.length > longestInput || !decimal.test(value.trim())) {
    throw new Error('is not a decimal number such as "1299.00"');
  }
  return value.trim();
}

function literalText(node: ValueNode): string | undefined {
  return node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT ? node.value : undefined;
}
