import { currenciesOf, languagesOf } from '../../product/locale.ts';
import { marketplaces, type MarketplaceCode } from '../../product/marketplace.ts';
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
  language: t.field({
    type: 'Language',
    description:
      "The language of the texts. A source that cannot provide it answers in the marketplace's own, and `attempts` say so. Null or absent: the marketplace's own. BAD_USER_INPUT when the marketplace does not have it; the message lists its languages.",
  }),
  currency: t.field({
    type: 'CurrencyCode',
    description:
      "The currency of the prices, which Amazon converts. A source that cannot provide it answers in the marketplace's own, and `attempts` say so. Null or absent: the marketplace's own. BAD_USER_INPUT when the marketplace does not have it; the message lists its currencies.",
  }),
}));

const { marketplace, language } = questionArgs;

/** Arguments that lookups of categories share; {@link readGroup} reads them. */
export const nodeArgs = { marketplace, language };

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
export type QuestionArgs = {
  readonly marketplace?: MarketplaceCode | null | undefined;
  readonly language?: string | null | undefined;
  readonly currency?: string | null | undefined;
};

/** The group of questions that the arguments mean. What the marketplace uses anyway is not part of it. */
export function readGroup(args: QuestionArgs, { defaultMarketplace }: InputContext): QuestionGroup {
  const marketplace = args.marketplace ?? defaultMarketplace;
  const own = marketplaces[marketplace];
  const { language, currency } = args;
  return {
    marketplace,
    ...(language != null && language !== own.language && { language }),
    ...(currency != null && currency !== own.currency && { currency }),
  };
}

/** Faults of a group that no source can answer. */
export function groupFaults(group: QuestionGroup, { catalog }: InputContext): readonly BadUserInput[] {
  const { marketplace, language, currency } = group;
  if (!catalog.serves(marketplace)) {
    const message = 'no source of this gateway serves that marketplace';
    return [{ path: ['marketplace'], value: marketplace, message }];
  }
  return [
    ...unknownIn('language', language, languagesOf(marketplace), marketplace),
    ...unknownIn('currency', currency, currenciesOf(marketplace), marketplace),
  ];
}

function unknownIn(
  name: 'language' | 'currency',
  value: string | undefined,
  known: readonly string[],
  marketplace: MarketplaceCode,
): readonly BadUserInput[] {
  if (value === undefined || known.includes(value)) return [];
  return [{ path: [name], value, message: `is not a ${name} of ${marketplace}, which has: ${known.join(', ')}` }];
}
