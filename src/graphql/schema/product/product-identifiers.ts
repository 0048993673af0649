import type { Contributor, Identifiers } from '../../../product/details.ts';
import { builder } from '../builder.ts';
import { ProductType } from '../product.ts';

const none: Identifiers = {};

const ProductIdentifiersType = builder.objectRef<Identifiers>('ProductIdentifiers').implement({
  description: 'Identifiers of a product outside Amazon. Their check digits are right.',
  shareable: true,
  fields: (t) => ({
    eans: t.stringList({
      description: 'European Article Numbers, 8 or 13 digits. Empty when not provided.',
      resolve: ({ eans }) => eans ?? [],
    }),
    upcs: t.stringList({
      description: 'Universal Product Codes, 12 digits. Empty when not provided.',
      resolve: ({ upcs }) => upcs ?? [],
    }),
    isbns: t.stringList({
      description: 'ISBN-10 and ISBN-13 without hyphens. Empty when not provided.',
      resolve: ({ isbns }) => isbns ?? [],
    }),
    model: t.exposeString('model', {
      nullable: true,
      description: "The manufacturer's model. Null when not provided.",
    }),
    partNumber: t.exposeString('partNumber', {
      nullable: true,
      description: "The manufacturer's part number. Null when not provided.",
    }),
  }),
});

const ProductContributorType = builder.objectRef<Contributor>('ProductContributor').implement({
  description: 'A person or a group that made the product.',
  shareable: true,
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name.' }),
    role: t.exposeString('role', {
      nullable: true,
      description: 'The role in the language of the answer, e.g. "Author". Null when not provided.',
    }),
  }),
});

builder.objectFields(ProductType, (t) => ({
  identifiers: t.field({
    type: ProductIdentifiersType,
    description: 'Identifiers outside Amazon. Its lists are empty when not provided.',
    resolve: ({ product }) => product.identifiers ?? none,
  }),
  contributors: t.field({
    type: [ProductContributorType],
    description: 'Authors, artists and other contributors, in order. Empty when there are none, or when not provided.',
    resolve: ({ product }) => product.contributors ?? [],
  }),
}));
