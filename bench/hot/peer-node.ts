import { createServer } from 'node:http';
import { readRows, ready } from './rows.ts';

// The lower bound: read a body, parse it, look the product up, stringify the answer. No GraphQL at all.
const rows = readRows();
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { variables } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const { asin, asins } = variables;
    const data =
      asins === undefined ? { product: one(asin) } : { products: asins.map((each: string) => rows.get(each)) };
    const body = Buffer.from(JSON.stringify({ data }));
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
    response.end(body);
  });
});

function one(asin: string) {
  const row = rows.get(asin);
  if (row === undefined) return null;
  const { __typename, ...fields } = row;
  return fields;
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') ready(`http://127.0.0.1:${address.port}`);
});
