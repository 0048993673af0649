import { sleep } from '../../async.ts';
import type { GatewayEvent, Report } from '../../event.ts';
import { alertConditionOf } from './alert-condition.ts';
import { alertBody, type Alert, type AlertFormat } from './alert-format.ts';

/** Options of the alerts. */
export type AlertOptions = {
  /** Posts once. @throws when the post was not accepted */
  readonly post: (body: string, signal: AbortSignal) => Promise<void>;
  /** The form of the posts; `json` by default. */
  readonly format?: AlertFormat;
  readonly wall: () => number;
  /** Receives an event for every alert that was posted or abandoned. */
  readonly report: Report;
};

/** Posts alerts for events; dispose of it to abandon pending posts. */
export type Alerts = Disposable & { readonly listen: Report };

type AlertCondition = {
  active: boolean;
  /** The state that was posted last. */
  posted: boolean;
  text: string;
  quietUntil: number;
  timer: NodeJS.Timeout | undefined;
  /** Posts are sequential: a retried RAISED must not arrive after its CLEARED. */
  sending: Promise<void>;
};

const quietMs = 15 * 60_000;
const retriesAfterMs = [1_000, 5_000, 30_000];

/**
 * Posts when a condition begins, at most once per condition in 15 minutes, and when a posted condition ends. A condition
 * that begins again within the 15 minutes is posted when they are over, if it still lasts.
 */
export function createAlerts({ post, format = 'json', wall, report }: AlertOptions): Alerts {
  const conditions = new Map<string, AlertCondition>();
  const closing = new AbortController();

  function change(name: string, active: boolean, text: string): void {
    const condition = conditions.get(name) ?? quiet();
    conditions.set(name, condition);
    if (condition.active === active) return;
    Object.assign(condition, { active, text });
    update(name, condition);
  }

  function update(name: string, condition: AlertCondition): void {
    clearTimeout(condition.timer);
    if (condition.active === condition.posted) return;
    const waitMs = condition.active ? condition.quietUntil - wall() : 0;
    if (waitMs > 0) {
      condition.timer = setTimeout(() => update(name, condition), waitMs).unref();
      return;
    }
    if (condition.active) condition.quietUntil = wall() + quietMs;
    condition.posted = condition.active;
    const alert: Alert = {
      service: 'asin-gateway',
      condition: name,
      state: condition.active ? 'RAISED' : 'CLEARED',
      at: new Date(wall()).toISOString(),
      text: condition.text,
    };
    condition.sending = condition.sending.then(() => send(alert));
  }

  async function send(alert: Alert): Promise<void> {
    const { condition, state } = alert;
    for (const waitMs of [...retriesAfterMs, undefined]) {
      try {
        await post(alertBody(alert, format), closing.signal);
        report({ type: 'alert', condition, state });
        return;
      } catch (error) {
        if (closing.signal.aborted) return;
        if (waitMs === undefined) report({ type: 'alert', condition, state, failure: reasonOf(error) });
        else await sleep(waitMs, { signal: closing.signal, ref: false }).catch(() => undefined);
      }
    }
  }

  return {
    listen(event: GatewayEvent) {
      const found = alertConditionOf(event);
      if (found !== undefined) change(found.name, found.active, found.text);
    },
    [Symbol.dispose]() {
      closing.abort();
      for (const { timer } of conditions.values()) clearTimeout(timer);
    },
  };
}

function quiet(): AlertCondition {
  return { active: false, posted: false, text: '', quietUntil: 0, timer: undefined, sending: Promise.resolve() };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
