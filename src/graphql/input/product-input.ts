import type { ProductRequest } from '../../catalog/answer.ts';
import type { Asin } from '../../product/asin.ts';
import { BadInput, type BadUserInput } from './bad-user-input.ts';
import { groupFaults, readGroup, type InputContext, type QuestionArgs } from './question-args.ts';

/** The maximum number of products in one `products`. */
export const mostAsins = 50;

/** Reads the arguments of `product`. Throws {@link BadInput}. */
export function readProduct(
  args: QuestionArgs & { readonly asin: Asin; readonly realTime: boolean },
  context: InputContext,
): ProductRequest {
  const group = readGroup(args, context);
  refuseAny(groupFaults(group, context));
  return { ...group, asin: args.asin, realTime: args.realTime };
}

/** Reads the arguments of `products`, in order and with duplicates. Throws {@link BadInput}. */
export function readProducts(
  args: QuestionArgs & { readonly asins: readonly Asin[]; readonly realTime: boolean },
  context: InputContext,
): readonly ProductRequest[] {
  const group = readGroup(args, context);
  refuseAny([...sizeFaults(args.asins), ...groupFaults(group, context)]);
  return args.asins.map((asin) => ({ ...group, asin, realTime: args.realTime }));
}

/** Throws all faults as one {@link BadInput}; does nothing without faults. */
export function refuseAny(faults: readonly BadUserInput[]): void {
  if (faults.length > 0) throw new BadInput(faults);
}

function sizeFaults(asins: readonly Asin[]): readonly BadUserInput[] {
  if (asins.length >= 1 && asins.length <= mostAsins) return [];
  return [{ path: ['asins'], value: undefined, message: `must hold 1 to ${mostAsins} ASINs, not ${asins.length}` }];
}
