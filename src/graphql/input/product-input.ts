import type { ProductRequest } from '../../catalog/answer.ts';
import type { Asin } from '../../product/asin.ts';
import type { MarketplaceCode } from '../../product/marketplace.ts';
import type { GatewayContext } from '../context.ts';
import { BadInput, type BadUserInput } from './bad-user-input.ts';

/** What the readers of arguments need to know of the house. */
export type InputContext = Pick<GatewayContext, 'catalog' | 'defaultMarketplace'>;

/** How many products one `products` may ask for. */
export const mostAsins = 50;

type StoreArgs = { readonly marketplace?: MarketplaceCode | null | undefined };

/** Reads the arguments of `product`. Throws {@link BadInput}. */
export function readProduct(
  args: StoreArgs & { readonly asin: Asin; readonly realTime: boolean },
  context: InputContext,
): ProductRequest {
  const marketplace = args.marketplace ?? context.defaultMarketplace;
  refuseAny(storeFaults(marketplace, context));
  return { asin: args.asin, marketplace, realTime: args.realTime };
}

/** Reads the arguments of `products`, in order and with duplicates. Throws {@link BadInput}. */
export function readProducts(
  args: StoreArgs & { readonly asins: readonly Asin[]; readonly realTime: boolean },
  context: InputContext,
): readonly ProductRequest[] {
  const marketplace = args.marketplace ?? context.defaultMarketplace;
  refuseAny([...sizeFaults(args.asins), ...storeFaults(marketplace, context)]);
  return args.asins.map((asin) => ({ asin, marketplace, realTime: args.realTime }));
}

/** Why a store cannot be asked about: no source at all serves it. */
export function storeFaults(marketplace: MarketplaceCode, { catalog }: InputContext): readonly BadUserInput[] {
  if (catalog.serves(marketplace)) return [];
  return [{ path: ['marketplace'], value: marketplace, message: 'no source of this gateway serves that store' }];
}

/** Throws the faults as one {@link BadInput}; does nothing when there are none. */
export function refuseAny(faults: readonly BadUserInput[]): void {
  if (faults.length > 0) throw new BadInput(faults);
}

function sizeFaults(asins: readonly Asin[]): readonly BadUserInput[] {
  if (asins.length >= 1 && asins.length <= mostAsins) return [];
  return [{ path: ['asins'], value: undefined, message: `must hold 1 to ${mostAsins} ASINs, not ${asins.length}` }];
}
