import type { Details, Dimensions, Measure } from '../../../product/details.ts';
import { builder } from '../builder.ts';
import { ProductType } from '../product.ts';
import { ProductAttributeType } from './product-attribute.ts';

const none: Details = {};

const ProductMeasureType = builder.objectRef<Measure>('ProductMeasure').implement({
  description: 'A number with its unit.',
  shareable: true,
  fields: (t) => ({
    value: t.exposeFloat('value', { description: 'The number.' }),
    unit: t.exposeString('unit', { description: 'The unit as the source writes it, e.g. "Inches".' }),
  }),
});

const ProductDimensionsType = builder.objectRef<Dimensions>('ProductDimensions').implement({
  description: 'The size and the weight of one item.',
  shareable: true,
  fields: (t) => {
    const measure = (name: keyof Dimensions, what: string) =>
      t.expose(name, { type: ProductMeasureType, nullable: true, description: `${what} Null when not provided.` });
    return {
      height: measure('height', 'The height.'),
      length: measure('length', 'The length.'),
      width: measure('width', 'The width.'),
      weight: measure('weight', 'The weight.'),
    };
  },
});

const ProductDetailsType = builder.objectRef<Details>('ProductDetails').implement({
  description: 'Facts about a product that do not depend on an offer.',
  shareable: true,
  fields: (t) => ({
    binding: t.exposeString('binding', {
      nullable: true,
      description: 'The kind of edition or product, e.g. "Paperback". Null when not provided.',
    }),
    manufacturer: t.exposeString('manufacturer', {
      nullable: true,
      description: 'The manufacturer. Null when not provided.',
    }),
    publisher: t.exposeString('publisher', { nullable: true, description: 'The publisher. Null when not provided.' }),
    edition: t.exposeString('edition', { nullable: true, description: 'The edition. Null when not provided.' }),
    pages: t.exposeInt('pages', { nullable: true, description: 'Number of pages. Null when not provided.' }),
    releaseDate: t.exposeString('releaseDate', {
      nullable: true,
      description:
        'The release date as "2026-05-15", or as "2026-05" or "2026" when no more is known. Null when not provided.',
    }),
    publicationDate: t.exposeString('publicationDate', {
      nullable: true,
      description: 'The publication date in the form of `releaseDate`. Null when not provided.',
    }),
    languages: t.stringList({
      description: 'The languages of a book or film, in the language of the answer. Empty when not provided.',
      resolve: ({ languages }) => languages ?? [],
    }),
    color: t.exposeString('color', { nullable: true, description: 'The colour. Null when not provided.' }),
    size: t.exposeString('size', { nullable: true, description: 'The size. Null when not provided.' }),
    unitCount: t.exposeInt('unitCount', {
      nullable: true,
      description: 'The number of units in one item. Null when not provided.',
    }),
    isAdult: t.exposeBoolean('isAdult', {
      nullable: true,
      description: 'Whether the product is for adults only. Null when not provided.',
    }),
    dimensions: t.expose('dimensions', {
      type: ProductDimensionsType,
      nullable: true,
      description: 'Size and weight. Null when not provided.',
    }),
    specifications: t.field({
      type: [ProductAttributeType],
      description: 'Further facts from the table of specifications, in order. Empty when not provided.',
      resolve: ({ specifications }) => specifications ?? [],
    }),
  }),
});

builder.objectFields(ProductType, (t) => ({
  details: t.field({
    type: ProductDetailsType,
    description: 'Facts that do not depend on an offer. Its fields are null when not provided.',
    resolve: ({ product }) => product.details ?? none,
  }),
}));
