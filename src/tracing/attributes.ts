import type { Attributes } from '@opentelemetry/api';
import type { GatewayEvent } from '../event.ts';

/**
 * Attributes of an operation by OpenTelemetry's conventions for GraphQL servers. Its document is left out: it may
 * contain anything.
 */
export function operationAttributes(event: Extract<GatewayEvent, { readonly type: 'operation' }>): Attributes {
  return {
    'graphql.operation.type': event.kind,
    ...(event.name !== undefined && { 'graphql.operation.name': event.name }),
    'asin_gateway.outcome': event.outcome,
    ...(event.outcome === 'FAILED' && { 'error.type': event.outcome }),
  };
}

type Attempt = Extract<GatewayEvent, { readonly type: 'attempt' }>['attempt'];

/** Attributes of a step of the chain, for which there are no conventions. */
export function stepAttributes(marketplace: string, { source, outcome, code }: Attempt): Attributes {
  return {
    'asin_gateway.source': source,
    'asin_gateway.marketplace': marketplace,
    'asin_gateway.outcome': outcome,
    ...(code !== undefined && { 'error.type': code }),
  };
}

/** The span name of a step, from a bounded set. */
export function stepName({ source }: Attempt): string {
  return `step ${source}`;
}
