import { z } from 'zod';

/** The client that opened the page, as the GraphQL server knows it. */
export type Visitor = {
  readonly client?: string;
  readonly role?: 'admin' | 'client';
  /** Aborts when the visitor leaves. */
  readonly signal?: AbortSignal;
};

/** Runs a GraphQL operation as one of the visitor's own: with its role, its limits and its share of the queue. */
export type RunForVisitor = (
  operation: {
    readonly query: string;
    readonly operationName: string;
    readonly variables: Readonly<Record<string, string>>;
  },
  visitor: Visitor,
) => Promise<{ readonly data?: unknown; readonly errors?: readonly { readonly message: string }[] }>;

/** The name of the page's operation, in metrics and traces. */
export const startPageOperation = 'StartPageSearch';

const query = /* GraphQL */ `
  query StartPageSearch($query: String!) {
    search(query: $query, first: 10) {
      totalCount
      nodes {
        asin
        title
        imageUrl
        price {
          formatted
          amount
          currency
        }
        priceStatus
        provenance {
          source
          cacheStatus
          fetchedAt
        }
      }
    }
  }
`;

const answerShape = z.object({
  search: z.object({
    totalCount: z.number().nullable(),
    nodes: z.array(
      z.object({
        asin: z.string(),
        title: z.string().nullable(),
        imageUrl: z.string().nullable(),
        price: z.object({ formatted: z.string().nullable(), amount: z.string(), currency: z.string() }).nullable(),
        priceStatus: z.string(),
        provenance: z.object({
          source: z.string(),
          cacheStatus: z.enum(['LIVE', 'FRESH', 'STALE']),
          fetchedAt: z.coerce.date(),
        }),
      }),
    ),
  }),
});

/** The hits of a search. */
export type Hits = z.infer<typeof answerShape>['search'];

/** The outcome of a search: its hits, or why there are none. */
export type SearchOutcome = { readonly hits: Hits } | { readonly failure: string };

/** Searches for `text` in the default marketplace. */
export async function searchFor(run: RunForVisitor, text: string, visitor: Visitor): Promise<SearchOutcome> {
  const { data, errors } = await run({ query, operationName: startPageOperation, variables: { query: text } }, visitor);
  const answer = answerShape.safeParse(data);
  if (answer.success) return { hits: answer.data.search };
  return { failure: errors?.[0]?.message ?? 'The answer has no hits that can be shown.' };
}
