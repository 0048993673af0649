import { Kind, type ValueNode } from 'graphql';
import { parseAsin, type Asin } from '../../product/asin.ts';
import { builder } from './builder.ts';

builder.scalarType('ASIN', {
  description:
    'An Amazon Standard Identification Number: ten characters, A–Z and 0–9, e.g. "B0CR7G9V56". Input is trimmed and upper-cased and has at most 100 characters with its blanks; anything else is BAD_USER_INPUT. Output is always canonical.',
  serialize: (asin) => asin,
  parseValue: readAsin,
});

builder.scalarType('Decimal', {
  description:
    'An exact decimal number as a string, e.g. "1299.00"; never a float. Input may also be a number literal; at most 15 digits before the point and 6 after it, and 100 characters with blanks around them.',
  serialize: (decimal) => decimal,
  parseValue: (value) => readDecimal(typeof value === 'number' ? String(value) : value),
  // The literal's own text: a float would already have rounded it.
  parseLiteral: (node) => readDecimal(literalText(node)),
});

builder.scalarType('DateTime', {
  description: 'A moment as ISO 8601 text in UTC with milliseconds, e.g. "2026-05-15T09:30:00.000Z".',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  serialize: (epochMs) => new Date(epochMs).toISOString(),
});

builder.scalarType('URL', {
  description: 'An absolute https address, e.g. "https://www.amazon.in/dp/B0CR7G9V56".',
  specifiedByURL: 'https://url.spec.whatwg.org/',
  serialize: (url) => url,
});

/** Characters that a scalar is read from, blanks included. */
const longestInput = 100;

function readAsin(value: unknown): Asin {
  const asin = typeof value === 'string' && value.length <= longestInput ? parseAsin(value) : undefined;
  if (asin === undefined) throw new Error('is not an ASIN, which is ten characters, A–Z and 0–9');
  return asin;
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
