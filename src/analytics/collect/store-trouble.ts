import type { GatewayEvent } from '../../event.ts';

/** Whether the store behind the process's memory can be used. */
export interface StoreTrouble {
  listen(event: Extract<GatewayEvent, { readonly type: 'store' }>): void;
  /** Since when it cannot, in milliseconds since the epoch; `undefined` when it can. */
  readonly down: { readonly since: number; readonly detail: string | undefined } | undefined;
}

/** Follows the store's own events. */
export function createStoreTrouble(wall: () => number): StoreTrouble {
  let down: StoreTrouble['down'];
  return {
    listen({ state, detail }) {
      down = state === 'UP' ? undefined : { since: down?.since ?? wall(), detail };
    },
    get down() {
      return down;
    },
  };
}
