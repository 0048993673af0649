import { expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { malformedRequest } from './malformed.ts';
import { createRandom } from './random.ts';
import { openWorlds } from './worlds.ts';

const requests = 600;

test('whatever a client sends is its own fault or is answered: never HTTP 500, never masked, never logged as an error', async () => {
  const random = createRandom(11);
  await using gateway = await openWorlds();
  const statuses = new Set<number>();
  for (let n = 0; n < requests; n += 1) {
    const sent = malformedRequest(schema, random);
    const { status, text } = await gateway.send(sent);
    statuses.add(status);
    // What was logged as an error stands in the text, too.
    if (status >= 500 || /INTERNAL_SERVER_ERROR|"level":"ERROR"/.test(text))
      expect.fail(`${JSON.stringify(sent)}\n${text}`);
  }
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 405, 415]));
}, 120_000);
