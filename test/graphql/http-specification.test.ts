import { serverAudits } from 'graphql-http';
import { expect, test } from 'vitest';
import { aGateway } from './a-graphql-server.ts';

const url = 'http://gateway.test/graphql';
const audits = serverAudits({
  url,
  fetchFn: (address: string, init: RequestInit) => aGateway().server.fetch(address, init),
});

test('there are as many audits as the specification’s own suite has', () => {
  expect(audits.length).toBeGreaterThan(55);
});

test.for(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async ([, , audit]) => {
  expect(await audit.fn()).toMatchObject({ status: 'ok' });
});
