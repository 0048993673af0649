/** Where the demo listens: the gateway, and the control page of the stand-in Amazon. */
export type DemoPlaces = { readonly url: string; readonly controlUrl: string };

/** The demo's first line. */
export const demoOpening =
  'asin-gateway demo: a stand-in Amazon runs inside this process. It needs no credentials, and no request leaves this machine.\n';

/** The pages of the running demo and a first query, for a newcomer. */
export function demoGreeting({ url, controlUrl }: DemoPlaces): string {
  const query =
    '{ search(query: "wireless earbuds", first: 3) { nodes { asin title price { formatted } provenance { source } } } }';
  return `
  Start page  ${url}/
              A search box with pictures and prices, and links to all pages.
  GraphiQL    ${url}/graphql
              Example operations in tabs: press the play button.
  Dashboard   ${url}/dashboard
              Sources, cache and quota. npm run demo -- --traffic sends it something to show.
  Controls    ${controlUrl}/
              Make the stand-in slow, throttle it or take it down, and see how the answers change.
  Schema      ${url}/schema.graphql

  A first query:

    ${query}

  The same query from a shell:

    curl -s ${url}/graphql -H 'content-type: application/json' \\
      -d '${JSON.stringify({ query })}'

  Press Ctrl-C to stop.

`;
}
