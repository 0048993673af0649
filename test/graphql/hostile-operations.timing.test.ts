import { expect, test } from 'vitest';
import { aGateway, readAnswer } from './a-graphql-server.ts';
import { hostileOperations } from './hostile-operations.ts';

test('the table has many operations', () => {
  expect(hostileOperations.length).toBeGreaterThan(50);
});

test.for(hostileOperations)('$name is refused quickly, before any source is called', async (hostile) => {
  const gateway = aGateway();
  const startedAt = performance.now();

  const response = await gateway.send(hostile.init ?? {}, hostile.search);
  const { data, errors = [] } = readAnswer(await response.text());

  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect(data ?? undefined).toBeUndefined();
  expect(errors.length).toBeGreaterThan(0);
  expect(errors.filter(({ extensions }) => !hostile.codes.includes(String(extensions['code'])))).toEqual([]);
  expect([gateway.lookups, gateway.searches]).toEqual([[], []]);
  expect(gateway.events.filter(({ type }) => type === 'unexpected')).toEqual([]);
  expect(JSON.stringify(errors).length).toBeLessThan(30_000);
});
