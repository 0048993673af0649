import type { Deal } from '../../../product/offer.ts';
import { PriceAccessEnum } from '../availability.ts';
import { builder } from '../builder.ts';

export const ProductDealType = builder.objectRef<Deal>('ProductDeal').implement({
  description: 'A deal that sets a price for a limited time.',
  shareable: true,
  fields: (t) => ({
    badge: t.exposeString('badge', {
      nullable: true,
      description:
        'The text of the badge in the language of the answer, e.g. "Limited time deal". Null when not provided.',
    }),
    startsAt: t.expose('startsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the deal starts. Null when not provided.',
    }),
    endsAt: t.expose('endsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the deal ends; it may have ended since. Null when not provided.',
    }),
    percentClaimed: t.exposeInt('percentClaimed', {
      nullable: true,
      description: 'How much of the deal is claimed, 0 to 100 percent. Null when not provided.',
    }),
    access: t.field({
      type: PriceAccessEnum,
      description: 'Which shoppers get the deal. EVERYONE when not provided.',
      resolve: ({ access }) => access ?? 'EVERYONE',
    }),
  }),
});
