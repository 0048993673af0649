import { expect, test } from 'vitest';
import { aGateway, readAnswer } from './a-gateway.ts';

/** Operations are prepared when they run for the third time. */
const times = 5;

async function repeatedly(body: unknown, gateway = aGateway()): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (let n = 0; n < times; n += 1) answers.push(readAnswer(await (await gateway.post(body)).text()));
  return answers;
}

test('an operation is answered alike before and after it is prepared', async () => {
  const query = 'query ($asin: ASIN!) { product(asin: $asin) { id title quality { overall } provenance { source } } }';
  const [first, ...later] = await repeatedly({ query, variables: { asin: 'B000000001' } });
  expect(first).toMatchObject({ data: { product: { id: 'IN:B000000001' } } });
  for (const answer of later) expect(answer).toEqual(first);
});

test('of several operations in one text each answers for itself', async () => {
  const gateway = aGateway();
  const query = 'query A { a: __typename } query B { b: __typename }';
  for (const answer of await repeatedly({ query, operationName: 'A' }, gateway)) {
    expect(answer).toEqual({ data: { a: 'Query' } });
  }
  for (const answer of await repeatedly({ query, operationName: 'B' }, gateway)) {
    expect(answer).toEqual({ data: { b: 'Query' } });
  }
});

test('the input of a prepared operation is checked as ever', async () => {
  const gateway = aGateway();
  const query = 'query ($asin: ASIN!) { product(asin: $asin) { id } }';
  await repeatedly({ query, variables: { asin: 'B000000001' } }, gateway);
  const asked = gateway.lookups.length;
  const [refused] = await repeatedly({ query, variables: { asin: 'nope' } }, gateway);
  expect(refused).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  expect(gateway.lookups.length).toBe(asked);
});

test('each operation is told with its name and kind, prepared or not', async () => {
  const gateway = aGateway();
  await repeatedly({ query: 'query Tea { __typename }' }, gateway);
  const told = gateway.events.filter(({ type }) => type === 'operation');
  expect(told).toHaveLength(times);
  for (const event of told) expect(event).toMatchObject({ name: 'Tea', kind: 'query', outcome: 'OK' });
});
