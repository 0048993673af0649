import { expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { malformedRequest } from './malformed.ts';
import { createRandom } from './random.ts';
import { openComparison } from './comparison.ts';

const requests = 600;

test('no malformed request is answered with HTTP 5xx or a masked error, or logged as an error', async () => {
  const random = createRandom(11);
  await using gateway = await openComparison();
  const statuses = new Set<number>();
  for (let n = 0; n < requests; n += 1) {
    const sent = malformedRequest(schema, random);
    const { status, text } = await gateway.send(sent);
    statuses.add(status);
    // The text includes lines that were logged as errors.
    if (status >= 500 || /INTERNAL_SERVER_ERROR|"level":"ERROR"/.test(text))
      expect.fail(`${JSON.stringify(sent)}\n${text}`);
  }
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 405, 415]));
}, 120_000);
