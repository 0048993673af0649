import type { ProductKey } from '../../catalog/answer.ts';
import type { Asin } from '../../product/asin.ts';
import type { MarketplaceCode } from '../../product/marketplace.ts';
import type { GatewayContext } from '../context.ts';
import { BadInput, type BadUserInput } from './bad-user-input.ts';

/** The part of the context that the readers of arguments need. */
export type InputContext = Pick<GatewayContext, 'catalog' | 'defaultMarketplace'>;

/** The maximum number of products in one `products`. */
export const mostAsins = 50;

type MarketplaceArgs = { readonly marketplace?: MarketplaceCode | null | undefined };

/** Reads the arguments of `product`. Throws {@link BadInput}. */
export function readProduct(
  args: MarketplaceArgs & { readonly asin: Asin; readonly realTime: boolean },
  context: InputContext,
): ProductKey {
  const marketplace = args.marketplace ?? context.defaultMarketplace;
  refuseAny(marketplaceFaults(marketplace, context));
  return { asin: args.asin, marketplace, realTime: args.realTime };
}

/** Reads the arguments of `products`, in order and with duplicates. Throws {@link BadInput}. */
export function readProducts(
  args: MarketplaceArgs & { readonly asins: readonly Asin[]; readonly realTime: boolean },
  context: InputContext,
): readonly ProductKey[] {
  const marketplace = args.marketplace ?? context.defaultMarketplace;
  refuseAny([...sizeFaults(args.asins), ...marketplaceFaults(marketplace, context)]);
  return args.asins.map((asin) => ({ asin, marketplace, realTime: args.realTime }));
}

/** The fault of a marketplace that no source serves. */
export function marketplaceFaults(marketplace: MarketplaceCode, { catalog }: InputContext): readonly BadUserInput[] {
  if (catalog.serves(marketplace)) return [];
  return [{ path: ['marketplace'], value: marketplace, message: 'no source of this gateway serves this marketplace' }];
}

/** Throws all faults as one {@link BadInput}; does nothing without faults. */
export function refuseAny(faults: readonly BadUserInput[]): void {
  if (faults.length > 0) throw new BadInput(faults);
}

function sizeFaults(asins: readonly Asin[]): readonly BadUserInput[] {
  if (asins.length >= 1 && asins.length <= mostAsins) return [];
  return [{ path: ['asins'], value: undefined, message: `must hold 1 to ${mostAsins} ASINs, not ${asins.length}` }];
}
