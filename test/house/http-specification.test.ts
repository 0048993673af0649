import { serverAudits } from 'graphql-http';
import { expect, test } from 'vitest';
import { aHouse } from './a-house.ts';

test('every audit of GraphQL over HTTP passes on the wire', async () => {
  await using house = await aHouse();
  const audits = serverAudits({ url: `${house.url}/graphql`, fetchFn: fetch });
  const results = await Promise.all(audits.map((audit) => audit.fn()));
  expect(results.flatMap((result) => (result.status === 'ok' ? [] : [`${result.name}: ${result.reason}`]))).toEqual([]);
});
