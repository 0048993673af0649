/** What a newcomer needs in order to try the demo. */
export type DemoPlaces = { readonly url: string; readonly controlUrl: string };

/** The demo's first line. */
export const demoOpening =
  'asin-gateway demo: a stand-in Amazon runs inside this process; no credentials needed, no traffic leaves this machine.\n';

/** What is running, what to click, and a first query. */
export function demoGreeting({ url, controlUrl }: DemoPlaces): string {
  const query =
    '{ search(query: "wireless earbuds", first: 3) { nodes { asin title price { formatted } provenance { source } } } }';
  return `
  Ask in the browser   ${url}/graphql
                       GraphiQL with example tabs: press play
  Watch what it does   ${url}/dashboard
                       npm run demo -- --traffic gives it something to show
  Break the stand-in   ${controlUrl}/
                       slow it, throttle it, take it down, and see what the gateway answers then
  Read the contract    ${url}/schema.graphql

  A first query:

    ${query}

  The same from a shell:

    curl -s ${url}/graphql -H 'content-type: application/json' \\
      -d '${JSON.stringify({ query })}'

  Stop with Ctrl-C.

`;
}
