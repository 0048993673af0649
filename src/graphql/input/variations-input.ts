import type { VariationsRequest } from '../../catalog/answer.ts';
import type { Product } from '../../product/product.ts';
import { groupIn } from '../../product/question.ts';
import { refuseAny } from './product-input.ts';
import { readSlice, sliceFaults, type SliceArgs } from './slice-input.ts';

/** Checks the arguments of `variations`, before the product is known. Throws `BadInput`. */
export function checkVariations(args: SliceArgs): SliceArgs {
  refuseAny(sliceFaults(args));
  return args;
}

/** The request for a product's variations. By their parent, all of them share one cached list. Throws `BadInput`. */
export function readVariations(args: SliceArgs, product: Product): VariationsRequest {
  return { ...groupIn(product), asin: product.parentAsin ?? product.asin, ...readSlice(checkVariations(args)) };
}
