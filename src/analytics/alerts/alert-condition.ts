import type { GatewayEvent } from '../../event.ts';
import { percent } from '../percent.ts';

/** Something that is wrong for a while. */
export type AlertCondition = {
  /** From a bounded set; the same for the beginning and the end. */
  readonly name: string;
  readonly active: boolean;
  /** For people. Made here of what we know, so that nothing an upstream said can bring a secret along. */
  readonly text: string;
};

/** The condition whose beginning or end an event is; `undefined` when it is neither. */
export function alertConditionOf(event: GatewayEvent): AlertCondition | undefined {
  switch (event.type) {
    case 'success-rate': {
      const { source, low, successRate, line } = event;
      const position = low ? 'below' : 'above';
      const text = `${source} answers ${percent(successRate)} of its calls, ${position} the line of ${percent(line)}.`;
      return { name: `low success rate ${source}`, active: low, text };
    }
    case 'circuit': {
      const { source, marketplace, operation, state, code } = event;
      const name = `credentials refused ${source} ${marketplace} ${operation}`;
      if (state === 'OPEN' && code === 'CREDENTIALS') {
        return { name, active: true, text: `${source} refuses our credentials for ${marketplace} (${operation}).` };
      }
      if (state !== 'CLOSED') return undefined;
      return { name, active: false, text: `${source} answers for ${marketplace} (${operation}) again.` };
    }
    case 'store': {
      const active = event.state === 'DOWN';
      const text = active
        ? 'The cache store is out of reach: answers are remembered in this process only.'
        : 'The cache store is back.';
      return { name: 'cache store down', active, text };
    }
    default:
      return undefined;
  }
}
