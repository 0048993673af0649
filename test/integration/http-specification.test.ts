import { serverAudits } from 'graphql-http';
import { expect, test } from 'vitest';
import { aGateway } from '../support/a-gateway.ts';

test('every audit of GraphQL over HTTP passes on the wire', async () => {
  await using gateway = await aGateway();
  const audits = serverAudits({ url: `${gateway.url}/graphql`, fetchFn: fetch });
  const results = await Promise.all(audits.map((audit) => audit.fn()));
  expect(results.flatMap((result) => (result.status === 'ok' ? [] : [`${result.name}: ${result.reason}`]))).toEqual([]);
});
