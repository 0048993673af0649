import { reportTo, type GatewayEvent, type Report } from '../event.ts';

/** Reports events to listeners that are connected later. */
export type EventBus = {
  readonly report: Report;
  /** Connects the listeners. They get the events that were reported before. */
  readonly connect: (listeners: readonly Report[]) => void;
};

/** A bus without listeners. Stores and sources report to it, and are constructed before the listeners that read them. */
export function createEventBus(): EventBus {
  const early: GatewayEvent[] = [];
  let deliver: Report = (event) => void early.push(event);
  return {
    report: (event) => deliver(event),
    connect(listeners) {
      deliver = reportTo(...listeners);
      for (const event of early.splice(0)) deliver(event);
    },
  };
}
