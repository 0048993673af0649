import { describe, expect, test } from 'vitest';
import { aGateway } from '../a-graphql-server.ts';

const query = '{ product(asin: "B0TEST0001") { asin } }';
const now = 5000;

describe('x-gateway-deadline-ms', () => {
  test('is the deadline of the operation, from its arrival on', async () => {
    const gateway = aGateway();
    await gateway.post({ query }, { 'x-gateway-deadline-ms': '90000' });
    await gateway.post({ query }, { 'x-gateway-deadline-ms': '1000' });
    await gateway.post({ query });
    expect(gateway.operations.map(({ deadlineAt }) => deadlineAt - now)).toEqual([90_000, 1_000, 10_000]);
  });

  test('may be as long as MAX_REQUEST_DEADLINE_MS says, and holds for GET requests', async () => {
    const gateway = aGateway({}, { mostDeadlineMs: 600_000 });
    const headers = { 'x-gateway-deadline-ms': '600000', accept: 'application/json' };
    await gateway.send({ headers }, `?query=${encodeURIComponent(query)}`);
    expect(gateway.operations[0]?.deadlineAt).toBe(now + 600_000);
  });

  test.each(['', '0', '999', '120001', '-5000', '1e4', '5000.5', '5 000', 'soon', '5000, 6000', '9'.repeat(400)])(
    'is refused with its range when it is %j',
    async (value) => {
      const gateway = aGateway();
      const response = await gateway.post({ query }, { 'x-gateway-deadline-ms': value });
      expect(response.status).toBe(400);
      const { errors, data } = JSON.parse(await response.text());
      expect(errors[0].message).toContain('x-gateway-deadline-ms');
      expect(errors[0].message).toContain('must be a whole number from 1,000 to 120,000');
      expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
      expect(data).toBeUndefined();
      expect(gateway.lookups).toEqual([]);
    },
  );
});

describe('x-gateway-priority', () => {
  test('bulk makes the lookups of the operation bulk; all others are interactive', async () => {
    const gateway = aGateway();
    await gateway.post({ query }, { 'x-gateway-priority': 'bulk' });
    await gateway.post({ query });
    expect(gateway.operations.map(({ priority }) => priority)).toEqual(['BULK', 'INTERACTIVE']);
  });

  test.each(['', 'BULK', 'interactive', 'refresh', 'low', 'bulk, bulk'])('is refused when it is %j', async (value) => {
    const gateway = aGateway();
    const response = await gateway.post({ query }, { 'x-gateway-priority': value });
    expect(response.status).toBe(400);
    const { errors } = JSON.parse(await response.text());
    expect(errors[0]).toMatchObject({
      message: expect.stringContaining('x-gateway-priority'),
      extensions: { code: 'BAD_USER_INPUT' },
    });
    expect(gateway.lookups).toEqual([]);
  });

  test('is named together with a faulty deadline in one error', async () => {
    const response = await aGateway().post({ query }, { 'x-gateway-priority': 'x', 'x-gateway-deadline-ms': 'y' });
    const { errors } = JSON.parse(await response.text());
    expect(errors).toHaveLength(1);
    expect(errors[0].extensions.faults).toHaveLength(2);
  });
});
