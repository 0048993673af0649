import type { GatewayEvent } from '../../src/event.ts';
import type { SourceInfo } from '../../src/analytics/collect/source-statistics.ts';
import type { Clock } from '../../src/clock.ts';

/** Three sources in chain order, one of them switched off. */
export const sourceInfo = {
  new: {
    id: 'CREATORS_API',
    label: 'Creators API',
    role: 'associates',
    enabled: true,
    settings: 'AMAZON_CREATORS_…',
  },
  old: {
    id: 'PA_API',
    label: 'PA-API',
    role: 'associates',
    enabled: true,
    settings: 'AMAZON_PAAPI_…',
    retired: { on: '2026-05-15', successor: 'CREATORS_API' },
  },
  page: { id: 'SCRAPING', label: 'Product page', role: 'page', enabled: true, settings: 'SCRAPING_…' },
} as const satisfies Readonly<Record<string, SourceInfo>>;

type Call = Extract<GatewayEvent, { type: 'call' }>;

/** A call of the Creators API for India that was answered, by default. */
export function aCall(overrides: Partial<Call> = {}): Call {
  return {
    type: 'call',
    source: 'CREATORS_API',
    marketplace: 'IN',
    operation: 'lookup',
    outcome: 'ANSWERED',
    durationMs: 100,
    items: 10,
    slots: 10,
    ...overrides,
  };
}

/** A circuit of the Creators API for India. */
export function aCircuit(overrides: Partial<Extract<GatewayEvent, { type: 'circuit' }>> = {}): GatewayEvent {
  return {
    type: 'circuit',
    source: 'CREATORS_API',
    marketplace: 'IN',
    operation: 'lookup',
    state: 'OPEN',
    ...overrides,
  };
}

/** A clock that stands until moved; it starts at noon UTC. */
export function aClock(): Clock & { readonly pass: (ms: number) => void } {
  let passed = 0;
  return {
    wall: () => Date.UTC(2026, 10, 23, 12) + passed,
    monotonic: () => passed,
    pass: (ms) => void (passed += ms),
  };
}
