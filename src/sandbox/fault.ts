import { isRecord } from './json.ts';

/** What can be told to misbehave: the four interfaces and the two token endpoints. */
export type SandboxApi = 'creators' | 'creators-token' | 'paapi' | 'spapi' | 'lwa' | 'storefront';

/** Every {@link SandboxApi}, in the order the control page shows them. */
export const sandboxApis: readonly SandboxApi[] = ['creators', 'creators-token', 'paapi', 'spapi', 'lwa', 'storefront'];

/** How an interface misbehaves, on every call until told otherwise. */
export type SandboxFault =
  /** Answers rightly, but only after `latencyMs` (at most ten minutes). */
  | { readonly kind: 'latency'; readonly latencyMs: number }
  /** 429, in the interface's own words; with `Retry-After` when seconds are given. */
  | { readonly kind: 'throttle'; readonly retryAfterSeconds?: number }
  | { readonly kind: 'outage'; readonly status: 500 | 503 }
  /** The connection is reset once the request has been read. */
  | { readonly kind: 'reset' }
  /** The request is read and never answered. */
  | { readonly kind: 'hang' }
  /** Credentials are refused: not eligible, invalid client, revoked; on the storefront the sign-in wall. */
  | { readonly kind: 'credentials' }
  /** The storefront's "continue shopping" page; anywhere else an HTML page where JSON was promised. */
  | { readonly kind: 'robot-check' };

const longestLatencyMs = 600_000;

/** Whether `text` names an interface. */
export function isSandboxApi(text: string): text is SandboxApi {
  return sandboxApis.some((api) => api === text);
}

/** A fault from what a human or a test sent as JSON; `undefined` when it is none. */
export function parseFault(value: unknown): SandboxFault | undefined {
  if (!isRecord(value)) return undefined;
  switch (value['kind']) {
    case 'latency':
      return isWhole(value['latencyMs'], longestLatencyMs)
        ? { kind: 'latency', latencyMs: value['latencyMs'] }
        : undefined;
    case 'throttle':
      if (value['retryAfterSeconds'] === undefined) return { kind: 'throttle' };
      return isWhole(value['retryAfterSeconds'], 86_400)
        ? { kind: 'throttle', retryAfterSeconds: value['retryAfterSeconds'] }
        : undefined;
    case 'outage':
      return value['status'] === 500 || value['status'] === 503
        ? { kind: 'outage', status: value['status'] }
        : undefined;
    case 'reset':
    case 'hang':
    case 'credentials':
    case 'robot-check':
      return { kind: value['kind'] };
    default:
      return undefined;
  }
}

function isWhole(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}
