import { request } from 'node:http';
import { expect, test } from 'vitest';
import { asinNumber } from '../support/asins.ts';
import { faults } from './faults.ts';
import { send, startFaultyUpstream } from './faulty-upstream.ts';
import { creatorsApi, paApi, spApi, store, wrongTag } from './stand-ins.ts';
import { expectNoSecret, skippingClock, watchGateway } from './watched-gateway.ts';

const [one, two, three] = [asinNumber(1), asinNumber(2), asinNumber(3)];

test.each([creatorsApi, paApi])(
  'a wrong tag for one marketplace closes that marketplace alone ($source)',
  async (standIn) => {
    const clock = skippingClock();
    await using amazon = await startFaultyUpstream(standIn.answer, clock.wall);
    await using gateway = watchGateway(standIn.environment(amazon.origin), clock);

    const refused = await gateway.products([one], { marketplace: 'UK' });
    expect(refused.results).toMatchObject([{ retryable: false, attempts: [{ code: 'CREDENTIALS' }] }]);
    const callsBefore = amazon.received.length;
    const closed = await gateway.products([two], { marketplace: 'UK' });
    expect(closed.results).toMatchObject([{ attempts: [{ code: 'CIRCUIT_OPEN' }] }]);
    expect(amazon.received).toHaveLength(callsBefore);

    const open = await gateway.products([one], { marketplace: 'IN' });
    expect(open.results).toMatchObject([{ type: 'Product', provenance: { cacheStatus: 'LIVE' } }]);
    expect(amazon.received.filter(({ body }) => body.includes(wrongTag))).toHaveLength(1);
  },
);

test('a robot check of one marketplace closes that marketplace alone', async () => {
  const clock = skippingClock();
  await using amazon = await startFaultyUpstream((asked) => {
    return asked.headers.host === 'www.amazon.co.uk' ? { status: 403, body: '<title>No</title>' } : store.answer(asked);
  }, clock.wall);
  await using gateway = watchGateway(store.environment(amazon.origin), clock);

  const blocked = await gateway.products([one], { marketplace: 'UK' });
  expect(blocked.results).toMatchObject([{ attempts: [{ code: 'BLOCKED' }] }]);
  const open = await gateway.products([one], { marketplace: 'IN' });
  expect(open.results).toMatchObject([{ type: 'Product' }]);
});

test.each([creatorsApi, paApi, spApi, store])('five failures in a row stop all calls ($source)', async (standIn) => {
  const clock = skippingClock();
  await using amazon = await startFaultyUpstream(standIn.answer, clock.wall);
  await using gateway = watchGateway(standIn.environment(amazon.origin), clock);
  amazon.break(/^(?!\/auth)/, faults['answers 500'].play({ standIn, elsewhere: amazon.origin }));
  for (let asked = 0; asked < 5; asked += 1) await gateway.products([asinNumber(asked)]);

  const callsBefore = amazon.received.length;
  const { results } = await gateway.products([asinNumber(9)]);
  expect(results).toMatchObject([
    { code: 'SOURCES_UNAVAILABLE', retryable: true, attempts: [{ code: 'CIRCUIT_OPEN' }] },
  ]);
  expect(results[0]?.retryAfterMs).toBeLessThanOrEqual(5_250);
  expect(amazon.received).toHaveLength(callsBefore);
  expect(await gateway.report(standIn.source)).toMatchObject({ circuit: 'OPEN', lastError: { code: 'SERVER' } });
});

const nowhere = 'http://nowhere.invalid';
const closedPort = 'http://127.0.0.1:9';
const places = [creatorsApi, paApi, spApi, store].flatMap((standIn) => [
  { standIn, source: standIn.source, what: 'whose name is unknown', origin: nowhere },
  { standIn, source: standIn.source, what: 'that nobody listens at', origin: closedPort },
]);

test.each(places)('a host $what is NETWORK ($source)', async ({ standIn, source, origin }) => {
  await using gateway = watchGateway(standIn.environment(origin));
  const { results } = await gateway.products([one]);
  expect(results).toMatchObject([
    { code: 'SOURCES_UNAVAILABLE', retryable: true, attempts: [{ source, outcome: 'FAILED', code: 'NETWORK' }] },
  ]);
  expectNoSecret(gateway);
});

test('a client that hangs up before its permit costs no call, and other lookups take its slots', async () => {
  const clock = skippingClock();
  await using amazon = await startFaultyUpstream(paApi.answer, clock.wall);
  await using gateway = watchGateway({ ...paApi.environment(amazon.origin), MAX_REQUESTS_PER_SECOND: '2' }, clock);
  const { url } = await gateway.gateway.listen();

  await gateway.products([one]);
  const impatient = request(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' } });
  impatient.on('error', () => undefined);
  const cacheMissed = gateway.next(({ type }) => type === 'cache');
  impatient.end(JSON.stringify({ query: `{ product(asin: "${two}") { title } }` }));
  await cacheMissed;
  const gone = new Promise((resolve) => void impatient.once('close', resolve));
  impatient.destroy();
  await gone;

  const { results } = await gateway.products([three]);
  expect(results).toMatchObject([{ type: 'Product' }]);
  expect(amazon.received.map(({ body }) => /"ItemIds":(\[.*?\])/.exec(body)?.[1])).toEqual([
    JSON.stringify([one]),
    JSON.stringify([three]),
  ]);
});

test('a client that hangs up during its call ends the call, and no source is blamed', async () => {
  const clock = skippingClock();
  await using amazon = await startFaultyUpstream(paApi.answer, clock.wall);
  await using gateway = watchGateway(paApi.environment(amazon.origin), clock);
  const { url } = await gateway.gateway.listen();
  const arrived = Promise.withResolvers<void>();
  const cut = Promise.withResolvers<void>();
  amazon.break(/./, ({ response }) => {
    arrived.resolve();
    response.once('close', () => cut.resolve());
  });

  const impatient = request(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' } });
  impatient.on('error', () => undefined);
  impatient.end(JSON.stringify({ query: `{ product(asin: "${one}") { title } }` }));
  await arrived.promise;
  impatient.destroy();
  await cut.promise;

  expect(gateway.events.filter(({ type }) => type === 'call')).toMatchObject([{ outcome: 'ABORTED' }]);
  expect(await gateway.report('PA_API')).toMatchObject({ circuit: 'CLOSED', lastError: null });
});

test('a token that the API no longer takes is replaced once, unseen by the client', async () => {
  for (const standIn of [creatorsApi, spApi]) {
    const clock = skippingClock();
    await using amazon = await startFaultyUpstream(standIn.answer, clock.wall);
    await using gateway = watchGateway(standIn.environment(amazon.origin), clock);
    let refusals = 0;
    amazon.break(/^\/catalog\//, (exchange) => {
      refusals += 1;
      if (refusals > 1) return send(exchange, exchange.healthy);
      const details = 'The access token you provided has expired.';
      const expired = { errors: [{ code: 'Unauthorized', message: 'Access denied', details }] };
      const body = standIn === spApi ? expired : { type: 'UnauthorizedException', reason: 'TokenExpired' };
      send(exchange, { status: standIn === spApi ? 403 : 401, body });
    });
    const { results } = await gateway.products([one]);
    expect(results).toMatchObject([{ type: 'Product', provenance: { cacheStatus: 'LIVE' } }]);
    expect(amazon.received.filter(({ path }) => path === '/auth/o2/token')).toHaveLength(2);
  }
});
