import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import type { Answer, ProductRequest } from '../../catalog/answer.ts';
import { keyOf } from '../../product/question.ts';
import type { GatewayContext } from '../context.ts';

/** The single loader of an operation: all lookups of one turn of the event loop reach the catalog in one call. */
export const productLoader = createContextCache(
  ({ catalog, operation }: GatewayContext) =>
    new DataLoader<ProductRequest, Answer, string>((keys) => catalog.products(keys, operation), {
      cacheKeyFn: loaderKey,
    }),
);

function loaderKey(key: ProductRequest): string {
  return `${keyOf(key)}:${key.realTime}`;
}
