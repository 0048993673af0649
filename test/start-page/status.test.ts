import { describe, expect, test } from 'vitest';
import type { SourceReport } from '../../src/analytics/snapshot.ts';
import { sourcesSection, statusSection, type Status } from '../../src/start-page/status.ts';
import { sourceDefinitions } from '../../src/source/definitions.ts';

const report: SourceReport = {
  source: sourceDefinitions[0]?.id ?? expect.unreachable(),
  label: 'The source',
  enabled: true,
  totalRequests: 0,
  successes: 0,
  circuit: 'CLOSED',
  queued: [],
};
const status = (fields: Partial<Status> = {}): Status => ({
  ok: true,
  degraded: [],
  demo: false,
  statistics: { sources: [report], recommendations: [] },
  ...fields,
});
const shown = (fields?: Partial<Status>) => statusSection(status(fields)).markup;

describe('the status', () => {
  test('is ready, ready with a warning, or not ready', () => {
    expect(shown()).toMatch(/data-level="good"[^]*>Ready</);
    expect(shown({ degraded: ['redis is away'] })).toMatch(
      /data-level="warn"[^]*Ready, with a warning[^]*redis is away/,
    );
    expect(shown({ ok: false })).toMatch(/data-level="bad"[^]*Not ready/);
  });

  test('lists warnings once, and no mere suggestion', () => {
    const recommendations = [
      { severity: 'WARNING', message: 'a tag is missing' },
      { severity: 'INFO', message: 'scrape less' },
    ] as const;
    const text = shown({ statistics: { sources: [report], recommendations }, degraded: ['a tag is missing'] });
    expect(text.match(/a tag is missing/g)).toHaveLength(1);
    expect(text).not.toContain('scrape less');
  });

  test('has no number of sources, and no source, for those who may see what /ready says only', () => {
    expect(shown({ statistics: undefined })).not.toMatch(/sources/);
    expect(sourcesSection(status({ statistics: undefined }))).toBeUndefined();
  });
});

test.each([
  [{}, 'circuit closed', 'No calls yet.'],
  [{ totalRequests: 1, successes: 1 }, 'circuit closed', '1 of 1 call answered.'],
  [{ totalRequests: 1234, successes: 1000, circuit: 'OPEN' }, 'circuit open', '1,000 of 1,234 calls answered.'],
  [{ circuit: 'HALF_OPEN' }, 'circuit half-open', 'No calls yet.'],
  [{ enabled: false }, 'off', 'Not configured.'],
] as const)('a source with %j is shown as “%s”, “%s”', (fields, chip, words) => {
  const text = sourcesSection(status({ statistics: { sources: [{ ...report, ...fields }], recommendations: [] } }));
  expect(text?.markup).toContain(chip);
  expect(text?.markup).toContain(words);
});
