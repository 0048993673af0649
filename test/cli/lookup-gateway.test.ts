import { expect, it, test } from 'vitest';
import { findGateway } from '../../src/cli/lookup-gateway.ts';

const silent = () => undefined;

it.each([
  ['http://gateway:8080', 'http://gateway:8080/graphql'],
  ['http://gateway:8080/', 'http://gateway:8080/graphql'],
  ['http://gateway:8080/graphql', 'http://gateway:8080/graphql'],
  ['https://shop.example/amazon', 'https://shop.example/amazon/graphql'],
  ['https://shop.example/amazon/', 'https://shop.example/amazon/graphql'],
  ['https://shop.example/amazon/graphql', 'https://shop.example/amazon/graphql'],
])('--url %s is the gateway at %s', async (url, name) => {
  await using gateway = await findGateway({ url }, silent);
  expect(gateway.name).toBe(name);
});

it.each(['https://ann:s3cret@gateway', 'https://ann:s3cret@', 'ann:s3cret@gateway'])(
  'a password in an address is refused, and not repeated: %s',
  async (url) => {
    const refusal = await findGateway({ url }, silent).catch((error: unknown) => String(error));
    expect(refusal).toMatch(/^ListFault: --url /);
    expect(refusal).not.toMatch(/ann|s3cret/);
  },
);

test('a key that no header can have is refused before anything is sent', async () => {
  await expect(findGateway({ url: 'http://127.0.0.1:1', key: 'ключ' }, silent)).rejects.toThrow(
    'The key has characters',
  );
});
