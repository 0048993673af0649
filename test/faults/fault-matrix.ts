import { describe, expect, test } from 'vitest';
import type { FailureCode } from '../../src/vocabulary.ts';
import { asinNumber } from '../support/asins.ts';
import { askedWaitSeconds, faults, type FaultName } from './faults.ts';
import { startFaultyUpstream, type Play } from './faulty-upstream.ts';
import type { StandIn } from './stand-ins.ts';
import { expectNoSecret, skippingClock, watchGateway, type Result } from './watched-gateway.ts';

/** A part of an interface that may fail by itself. */
export type Door = {
  readonly name: string;
  readonly standIn: StandIn;
  /** The paths that the fault befalls. */
  readonly where: RegExp;
  /** Where the class of a fault is another than usual; `FOUND` where the source can live with it. */
  readonly codes?: Readonly<Partial<Record<FaultName, FailureCode | 'FOUND'>>>;
  /** Faults that only this door knows. */
  readonly more?: Readonly<Record<string, { readonly code: FailureCode; readonly play: Play }>>;
  /** The rest of the interface still says something: a candidate answers, without its price. */
  readonly leavesCandidate?: boolean;
  /** A call carries one product only, so that a second one would have to wait for a permit of its own. */
  readonly oneByOne?: boolean;
};

/** In each cell: what was cached, what is asked while the fault lasts, what is asked once the door is closed. */
const [known, unknown, another] = [asinNumber(1), asinNumber(2), asinNumber(3)];
const graceMs = 500;
const hourMs = 3_600_000;
/** The longest that a circuit, a throttled rate or a remembered refusal lasts after one failure. */
const recoveryMs = 11 * 60_000;

/** The row of the matrix that is about one door: every fault in turn, each against a gateway of its own. */
export function describeFaultsOf(door: Door): void {
  const { standIn } = door;
  const codes: Readonly<Record<string, FailureCode | 'FOUND' | undefined>> = door.codes ?? {};
  const plays = Object.entries(faults).map(([name, { code, play }]) => ({
    name,
    code: codes[name] ?? code,
    play,
  }));
  const more = Object.entries(door.more ?? {}).map(([name, { code, play }]) => ({ name, code, play: () => play }));

  describe(`${standIn.source}, when its ${door.name}`, () => {
    test.each([...plays, ...more])(
      '$name: $code, in time, without harm to what is known',
      async ({ name, code, play }) => {
        const clock = skippingClock();
        await using amazon = await startFaultyUpstream(standIn.answer, clock.wall);
        await using elsewhere = await startFaultyUpstream(standIn.answer, clock.wall);
        await using gateway = watchGateway(standIn.environment(amazon.origin), clock);
        const { source } = standIn;

        expect((await gateway.products([known])).results).toMatchObject([aProduct('LIVE')]);

        amazon.break(door.where, play({ standIn, elsewhere: elsewhere.origin }));
        const callsBefore = amazon.received.length;
        expect((await gateway.products([known])).results).toMatchObject([aProduct('FRESH')]);
        expect(amazon.received).toHaveLength(callsBefore);

        // Tokens and copies outlive their time.
        clock.skip(2 * hourMs);
        const operations = door.oneByOne === true ? [[unknown], [known]] : [[unknown, known]];
        const during: Result[] = [];
        for (const asins of operations) {
          const { results, tookMs } = await gateway.products(asins);
          expect(tookMs).toBeLessThan(gateway.deadlineMs + graceMs);
          during.push(...results);
        }
        expect(amazon.received.length - callsBefore).toBeLessThanOrEqual(6);
        if (code === 'FOUND') {
          expect(during).toMatchObject([aProduct('LIVE'), aProduct('LIVE')]);
        } else {
          const attempts = [{ source, outcome: 'FAILED', code }];
          const retryable = code !== 'CREDENTIALS';
          const unlearned =
            door.leavesCandidate === true
              ? { type: 'Product', price: null, provenance: { cacheStatus: 'LIVE', attempts } }
              : { type: 'ProductUnavailable', code: 'SOURCES_UNAVAILABLE', retryable, attempts };
          expect(during).toMatchObject([unlearned, aProduct('STALE')]);
          if (name.includes('with Retry-After')) expectAskedWait(during[0]);
        }

        if ((code === 'CREDENTIALS' || code === 'BLOCKED') && door.leavesCandidate !== true) {
          const callsUntilNow = amazon.received.length;
          const { results } = await gateway.products([another]);
          expect(results).toMatchObject([{ attempts: [{ source, outcome: 'FAILED', code: 'CIRCUIT_OPEN' }] }]);
          expect(amazon.received).toHaveLength(callsUntilNow);
        }

        amazon.mend();
        clock.skip(recoveryMs);
        for (const asin of [unknown, known]) {
          const { results } = await gateway.products([asin], { realTime: true });
          expect(results).toMatchObject([aProduct('LIVE')]);
        }
        expect(await gateway.report(source)).toMatchObject({ circuit: 'CLOSED' });

        expect(elsewhere.received).toEqual([]);
        expectNoSecret(gateway);
      },
    );
  });
}

/** Passed on to the client, with jitter; an HTTP date has no fractions of a second. */
function expectAskedWait(result: Result | undefined): void {
  if (result?.type !== 'ProductUnavailable') return;
  expect(result.retryAfterMs).toBeGreaterThan((askedWaitSeconds - 3) * 1000);
  expect(result.retryAfterMs).toBeLessThanOrEqual(askedWaitSeconds * 1000 + 250);
}

function aProduct(cacheStatus: 'LIVE' | 'FRESH' | 'STALE') {
  return { type: 'Product', price: { amount: '1299.00' }, provenance: { cacheStatus } };
}
