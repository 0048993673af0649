import type { MarketplaceCode } from '../../product/marketplace.ts';
import type { QuestionGroup } from '../../product/question.ts';
import type { GatewayContext } from '../context.ts';
import { builder } from '../schema/builder.ts';
import { MarketplaceEnum } from '../schema/marketplace.ts';
import type { BadUserInput } from './bad-user-input.ts';

/** The part of an operation's context that arguments are checked against. */
export type InputContext = Pick<GatewayContext, 'catalog' | 'defaultMarketplace'>;

/** Arguments that product lookups and searches share; {@link readGroup} reads them. */
export const questionArgs = builder.args((t) => ({
  marketplace: t.field({
    type: MarketplaceEnum,
    description:
      "The Amazon marketplace. Null or absent: the gateway's default marketplace. BAD_USER_INPUT when no source serves it.",
  }),
}));

/** Arguments that all product lookups share. */
export const lookupArgs = builder.args((t) => ({
  ...questionArgs,
  realTime: t.boolean({
    required: true,
    defaultValue: false,
    description:
      'True calls the sources even when the cache has fresh copies; those still answer when all sources fail.',
  }),
}));

/** The values of {@link questionArgs}. */
export type QuestionArgs = { readonly marketplace?: MarketplaceCode | null | undefined };

/** The group of questions that the arguments mean. */
export function readGroup(args: QuestionArgs, { defaultMarketplace }: InputContext): QuestionGroup {
  return { marketplace: args.marketplace ?? defaultMarketplace };
}

/** Faults of a group that no source can answer. */
export function groupFaults({ marketplace }: QuestionGroup, { catalog }: InputContext): readonly BadUserInput[] {
  if (catalog.serves(marketplace)) return [];
  return [{ path: ['marketplace'], value: marketplace, message: 'no source of this gateway serves that marketplace' }];
}
