import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { publicSdl } from '../../src/graphql/sdl.ts';
import { dashboardOperation } from '../../src/analytics/collect/operation-statistics.ts';
import { operationNamesIn } from '../../src/graphql/plugins/operation-names.ts';
import { sourceDefinitions } from '../../src/source/definitions.ts';

// The scripts of the page have no declarations for this compiler.
const script = new URL('../../src/dashboard/assets/query.js', import.meta.url).href;
const { query } = z.object({ query: z.string() }).parse(await import(script));

test('the query of the dashboard is valid against the schema', () => {
  expect(validate(buildSchema(publicSdl(sourceDefinitions)), parse(query))).toEqual([]);
});

test('the query has the operation name that the statistics do not count', () => {
  expect(operationNamesIn(query)).toEqual([dashboardOperation]);
});
