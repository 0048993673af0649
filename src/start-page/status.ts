import type { AnalyticsSnapshot, SourceReport } from '../analytics/snapshot.ts';
import { html, type Html } from './html.ts';

/** What runs. `sources` and `recommendations` are for admins; `degraded` is what `/ready` says to everybody. */
export type Status = {
  readonly ok: boolean;
  readonly degraded: readonly string[];
  readonly statistics: Pick<AnalyticsSnapshot, 'sources' | 'recommendations'> | undefined;
  /** Whether a stand-in Amazon answers. */
  readonly demo: boolean;
};

const severities = { CRITICAL: 'Act now', WARNING: 'Warning', INFO: 'Consider' };
const circuits = { CLOSED: 'closed', HALF_OPEN: 'half-open', OPEN: 'open' };

/** The state of the gateway in one sentence, with the advice that an operator should follow. */
export function statusSection({ ok, degraded, statistics, demo }: Status): Html {
  const advice = (statistics?.recommendations ?? []).filter(({ severity }) => severity !== 'INFO');
  const warned = degraded.length + advice.length > 0;
  const [level, title] = ok ? (warned ? ['warn', 'Ready, with a warning'] : ['good', 'Ready']) : ['bad', 'Not ready'];
  const who = demo ? 'A stand-in Amazon answers with invented products. No request leaves this machine.' : '';
  const enabled = statistics?.sources.filter((source) => source.enabled).length;
  const configured = enabled === undefined ? '' : `${enabled} of ${statistics?.sources.length} sources are configured.`;
  const lines = [
    ...advice.map(({ severity, message }) => adviceItem(severity, message)),
    ...degraded
      .filter((one) => !advice.some(({ message }) => message === one))
      .map((one) => adviceItem('WARNING', one)),
  ];
  return html`<section class="status" data-level="${level}" aria-labelledby="status-title">
    <div>
      <h1 id="status-title">${title}</h1>
      <p id="status-reason">${[who, configured].filter(Boolean).join(' ')}</p>
    </div>
    ${
      lines.length === 0
        ? undefined
        : html`<ul class="advice" aria-label="Advice">
            ${lines}
          </ul>`
    }
  </section>`;
}

function adviceItem(severity: keyof typeof severities, message: string): Html {
  return html`<li data-severity="${severity}"><b>${severities[severity]}</b><span>${message}</span></li>`;
}

/** A card for each source, in chain order. */
export function sourcesSection({ statistics }: Status): Html | undefined {
  if (statistics === undefined) return undefined;
  return html`<section aria-labelledby="sources-title">
    <h2 class="title" id="sources-title">Sources <small>in chain order</small></h2>
    <ol class="sources">
      ${statistics.sources.map(sourceItem)}
    </ol>
  </section>`;
}

function sourceItem({ source, label, enabled, circuit, totalRequests, successes }: SourceReport): Html {
  const chip = enabled
    ? html`<span class="circuit" data-circuit="${circuit}">circuit ${circuits[circuit]}</span>`
    : html`<span class="circuit">off</span>`;
  const calls = `${successes.toLocaleString('en')} of ${totalRequests.toLocaleString('en')} ${totalRequests === 1 ? 'call' : 'calls'} answered.`;
  const words = enabled ? (totalRequests === 0 ? 'No calls yet.' : calls) : 'Not configured.';
  return html`<li data-source="${source}" data-enabled="${String(enabled)}">
    <header>
      <h3>${label}</h3>
      ${chip}
    </header>
    <p class="quiet">${words}</p>
  </li>`;
}
