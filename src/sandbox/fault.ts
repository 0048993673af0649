import { isRecord } from './json.ts';

/** The interfaces that faults can be set for: three APIs, the pages and two token endpoints. */
export type SandboxApi = 'creators' | 'creators-token' | 'paapi' | 'spapi' | 'lwa' | 'storefront';

/** Every {@link SandboxApi}, in the order the control page shows them. */
export const sandboxApis: readonly SandboxApi[] = ['creators', 'creators-token', 'paapi', 'spapi', 'lwa', 'storefront'];

/** A fault of an interface, which affects every call until it is cleared. */
export type SandboxFault =
  /** The right answer, but only after `latencyMs` (at most ten minutes). */
  | { readonly kind: 'latency'; readonly latencyMs: number }
  /** 429 in the interface's own shape; with `Retry-After` when seconds are given. */
  | { readonly kind: 'throttle'; readonly retryAfterSeconds?: number }
  | { readonly kind: 'outage'; readonly status: 500 | 503 }
  /** The connection is reset once the request has been read. */
  | { readonly kind: 'reset' }
  /** The request is read and never answered. */
  | { readonly kind: 'hang' }
  /** Credentials are refused: not eligible, invalid client or revoked; on the storefront the sign-in page. */
  | { readonly kind: 'credentials' }
  /** The storefront's "continue shopping" page, also where JSON is expected. */
  | { readonly kind: 'robot-check' };

const longestLatencyMs = 600_000;

/** Whether `text` names an interface. */
export function isSandboxApi(text: string): text is SandboxApi {
  return sandboxApis.some((api) => api === text);
}

/** Reads a fault from JSON; `undefined` when it is not a valid one. */
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
