import type { GatewayEvent } from '../../event.ts';

/** Whether the cache store behind the process's memory is available. */
export interface StoreTrouble {
  listen(event: Extract<GatewayEvent, { readonly type: 'store' }>): void;
  /** Since when (in milliseconds since the epoch) and why it is unavailable; `undefined` while it is available. */
  readonly down: { readonly since: number; readonly detail: string | undefined } | undefined;
}

/** Tracks the availability by the store's events. */
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
