import { InvalidArgumentError } from 'commander';
import { isMarketplaceCode, type MarketplaceCode } from '../product/marketplace.ts';

/** Reads the value of `--marketplace`, in any case. @throws {InvalidArgumentError} if it is no code */
export function readMarketplaceOption(text: string): MarketplaceCode {
  const code = text.toUpperCase();
  if (isMarketplaceCode(code)) return code;
  throw new InvalidArgumentError('A marketplace is a two-letter code such as IN, UK or US.');
}
