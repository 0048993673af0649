import type { Money } from '../../product/money.ts';
import { builder } from './builder.ts';

export const MoneyType = builder.objectRef<Money>('Money').implement({
  description: 'An exact amount in major units: rupees, not paise.',
  shareable: true,
  fields: (t) => ({
    amount: t.expose('amount', {
      type: 'Decimal',
      description: 'The exact amount, with at least as many decimals as the currency has, e.g. "1299.00".',
    }),
    currency: t.exposeString('currency', { description: 'ISO 4217 code, e.g. "INR".' }),
    formatted: t.exposeString('formatted', {
      nullable: true,
      description:
        'The amount as the marketplace displays it, e.g. "₹1,299.00". Null when the source provides no such text.',
    }),
  }),
});
