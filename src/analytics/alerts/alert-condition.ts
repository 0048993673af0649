import type { GatewayEvent } from '../../event.ts';
import { percent } from '../percent.ts';

/** A fault with a beginning and an end. */
export type AlertCondition = {
  /** From a bounded set; identical at the beginning and the end. */
  readonly name: string;
  readonly active: boolean;
  /** Message for people. It contains no text of an upstream, which could contain a secret. */
  readonly text: string;
};

/** The condition that an event begins or ends; `undefined` for any other event. */
export function alertConditionOf(event: GatewayEvent): AlertCondition | undefined {
  switch (event.type) {
    case 'success-rate': {
      const { source, low, successRate, threshold } = event;
      const position = low ? 'below' : 'above';
      const text = `${source} answers ${percent(successRate)} of its calls, ${position} the threshold of ${percent(threshold)}.`;
      return { name: `low success rate ${source}`, active: low, text };
    }
    case 'circuit': {
      const { source, marketplace, operation, state, code } = event;
      const name = `credentials refused ${source} ${marketplace} ${operation}`;
      if (state === 'OPEN' && code === 'CREDENTIALS') {
        return { name, active: true, text: `${source} refuses the credentials for ${marketplace} (${operation}).` };
      }
      if (state !== 'CLOSED') return undefined;
      return { name, active: false, text: `${source} answers again for ${marketplace} (${operation}).` };
    }
    case 'store': {
      const active = event.state === 'DOWN';
      const text = active
        ? 'The cache store is unavailable: entries are kept in the memory of this process only.'
        : 'The cache store is available again.';
      return { name: 'cache store down', active, text };
    }
    default:
      return undefined;
  }
}
