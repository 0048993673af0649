/** URLs of the demo's gateway and of the sandbox's control page. */
export type DemoUrls = { readonly url: string; readonly controlUrl: string };

/** The first line of the demo. */
export const demoOpening =
  'asin-gateway demo: a stand-in Amazon runs inside this process; no credentials needed, no traffic leaves this machine.\n';

/** The demo's URLs and a first query. */
export function demoGreeting({ url, controlUrl }: DemoUrls): string {
  const query =
    '{ search(query: "wireless earbuds", first: 3) { nodes { asin title price { formatted } provenance { source } } } }';
  return `
  Query in GraphiQL    ${url}/graphql
                       with example queries in tabs: press play
  Open the dashboard   ${url}/dashboard
                       npm run demo -- --traffic sends it example traffic
  Break the stand-in   ${controlUrl}/
                       slow it down, throttle it or stop it, and see how the gateway answers
  Read the schema      ${url}/schema.graphql

  A first query:

    ${query}

  The same from a shell:

    curl -s ${url}/graphql -H 'content-type: application/json' \\
      -d '${JSON.stringify({ query })}'

  Stop with Ctrl-C.

`;
}
