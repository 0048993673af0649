import { expect, test } from 'vitest';
import type { Fault } from '../../../../src/source/associates/common/fault.ts';
import { readAnswer } from '../../../../src/source/associates/common/answer.ts';
import { toFindings } from '../../../../src/source/associates/common/findings.ts';
import { SourceError } from '../../../../src/source/source-error.ts';
import { asins } from './build.ts';

const asked = asins('B000000001', 'B000000002', 'B000000003');

function findings(json: unknown, failureOf = (fault: Fault) => new SourceError('SERVER', fault.code)) {
  const result = toFindings(asked, readAnswer(json, 'IN', 'here'), 'here', failureOf);
  return asked.map((asin) => {
    const finding = result.get(asin);
    if (finding?.kind === 'failed') return finding.error.code;
    return finding?.kind === 'found' ? finding.product.asin : finding?.kind;
  });
}

const items = (...entries: readonly unknown[]) => ({ itemsResult: { items: entries } });

test('items are paired by their ASIN, whatever their order', () => {
  expect(findings(items({ asin: asked[2] }, { asin: asked[0] }, { asin: asked[1] }))).toEqual(asked);
});

test('an item that was not requested is ignored', () => {
  expect(findings(items({ asin: 'B0STRANGER' }, { asin: asked[1] }))).toEqual(['missing', asked[1], 'missing']);
});

test('beside only items that nobody asked for, an error about one ASIN says nothing of the others', () => {
  const errors = [{ code: 'ItemNotAccessible', message: 'The ItemId B000000002 is not accessible.' }];
  const answer = { ...items({ asin: 'B0STRANGER' }), errors };
  expect(findings(answer)).toEqual(['MALFORMED', 'missing', 'MALFORMED']);
});

test.each([
  ['InvalidParameterValue', 'The ItemId B000000002 provided in the request is invalid.'],
  ['InvalidParameterValue', 'The ItemIds B000000002 provided in the request is invalid.'],
  ['ItemNotAccessible', 'The ItemId B000000002 is not accessible through the Creators API.'],
  ['ItemNotFound', 'B000000002: not found'],
])('an ASIN named in an error %s is missing', (code, message) => {
  const answer = { ...items({ asin: asked[0] }, { asin: asked[2] }), errors: [{ code, message }] };
  expect(findings(answer)).toEqual([asked[0], 'missing', asked[2]]);
});

test('an ASIN that is answered is found, whatever an error says of it', () => {
  const errors = [{ code: 'ItemNotAccessible', message: 'The ItemId B000000002 is not accessible.' }];
  expect(findings({ ...items({ asin: asked[1] }), errors })).toEqual(['missing', asked[1], 'missing']);
});

test('an ASIN named in an error of another kind is failed, not missing', () => {
  const errors = [{ code: 'InternalFailure', message: 'The ItemId B000000002 could not be loaded.' }];
  expect(findings({ ...items({ asin: asked[0] }), errors })).toEqual([asked[0], 'SERVER', 'missing']);
});

test('an error of another kind that names nothing fails whatever is unaccounted for', () => {
  const errors = [{ code: 'InternalFailure', message: 'Something went wrong.' }];
  expect(findings({ ...items({ asin: asked[0] }), errors })).toEqual([asked[0], 'SERVER', 'SERVER']);
});

test('an answer that is nothing but such an error fails as a whole', () => {
  const throttled = () => new SourceError('THROTTLED', 'slow down');
  expect(() => findings({ errors: [{ code: 'TooManyRequests', message: '' }] }, throttled)).toThrow('slow down');
});

test.each([[null], [{}], ['B000000002'], [{ asin: 'B1' }]])(
  'beside the unreadable item %j nothing counts as missing',
  (entry) => {
    expect(findings(items({ asin: asked[0] }, entry))).toEqual([asked[0], 'MALFORMED', 'MALFORMED']);
  },
);

test('what an error names stays missing beside an unreadable item', () => {
  const errors = [{ code: 'ItemNotFound', message: 'The ItemId B000000002 was not found.' }];
  expect(findings({ ...items(null), errors })).toEqual(['MALFORMED', 'missing', 'MALFORMED']);
});

test('every id unknown: an answer with errors and no items', () => {
  const errors = asked.map((asin) => ({
    code: 'InvalidParameterValue',
    message: `The ItemId ${asin} provided is invalid.`,
  }));
  expect(findings({ errors })).toEqual(['missing', 'missing', 'missing']);
});

test('an empty list of items says that there are none', () => {
  expect(findings(items())).toEqual(['missing', 'missing', 'missing']);
});

test.each([[{}], [[]], [null], ['x'], [{ itemsResult: {} }], [{ itemsResult: { items: {} } }], [{ errors: [] }]])(
  '%j is no answer',
  (json) => {
    expect(() => findings(json)).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
  },
);

test('the container of items is read in both spellings', () => {
  expect(findings({ itemResults: { items: [{ asin: asked[0] }] } })[0]).toBe(asked[0]);
});
