import type { Attributes } from '@opentelemetry/api';
import type { GatewayEvent } from '../event.ts';

/** An operation by the semantic conventions for GraphQL servers; its document is not told, it may hold anything. */
export function operationAttributes(event: Extract<GatewayEvent, { readonly type: 'operation' }>): Attributes {
  return {
    'graphql.operation.type': event.kind,
    ...(event.name !== undefined && { 'graphql.operation.name': event.name }),
    'asin_gateway.outcome': event.outcome,
    ...(event.outcome === 'FAILED' && { 'error.type': event.outcome }),
  };
}

type Attempt = Extract<GatewayEvent, { readonly type: 'attempt' }>['attempt'];

/** A step along the chain; the conventions have no name for it. */
export function stepAttributes(marketplace: string, { source, outcome, code }: Attempt): Attributes {
  return {
    'asin_gateway.source': source,
    'asin_gateway.marketplace': marketplace,
    'asin_gateway.outcome': outcome,
    ...(code !== undefined && { 'error.type': code }),
  };
}

/** Named by a bounded set. */
export function stepName({ source }: Attempt): string {
  return `step ${source}`;
}
