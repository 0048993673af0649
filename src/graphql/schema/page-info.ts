import { builder } from './builder.ts';

/** Where a slice of hits stands in its search. */
export type PageInfo = {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | undefined;
  readonly endCursor: string | undefined;
};

/** Relay's page info. */
export const PageInfoType = builder.objectRef<PageInfo>('PageInfo').implement({
  description: 'Where a slice of a list stands, as in the Relay specification.',
  shareable: true,
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', {
      description:
        'Whether more can be had after `endCursor`. Honest at the ceiling: false where the source ends, even if it claims more.',
    }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      description: 'Whether this slice was asked for with `after`.',
    }),
    startCursor: t.exposeString('startCursor', {
      nullable: true,
      description: 'Cursor of the first hit. Null when there is none.',
    }),
    endCursor: t.exposeString('endCursor', {
      nullable: true,
      description: 'Cursor of the last hit: the `after` of the next slice. Null when there is none.',
    }),
  }),
});
