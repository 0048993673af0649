import { load } from 'cheerio/slim';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { send, variable } from './client.ts';
import { sandboxProducts } from '../../src/sandbox/catalogue.ts';
import { pictureAt } from '../../src/sandbox/images/picture.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

const products = sandboxProducts();
const [first] = products;
const main = first?.imageIds[0] ?? '';
const open = (path: string) => send(`${variable(sandbox, 'AMAZON_IMAGES_ENDPOINT')}${path}`);
const svg = (path: string) => load(pictureAt(path) ?? '', { xml: true })('svg');

describe('a picture', () => {
  test.each([
    ['', 1500],
    ['._SL1500_', 1500],
    ['._SL160_', 160],
    ['._AC_UY218_', 218],
    ['._SX300_SY300_QL70_', 300],
    ['._SL9999_', 1500],
  ])('whose name ends in %j is %d pixels wide and high', async (size, pixels) => {
    const answer = await open(`/images/I/${main}${size}.jpg`);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/svg+xml']);
    const picture = load(answer.text, { xml: true })('svg');
    expect([picture.attr('width'), picture.attr('height')]).toEqual([String(pixels), String(pixels)]);
  });

  test('is there for every product, with its title, brand and noun', () => {
    for (const { imageIds, brand, noun, state, title, otherTitles } of products) {
      for (const id of imageIds) {
        const picture = svg(`/images/I/${id}.jpg`);
        expect(picture.children('g')).toHaveLength(2);
        if (state === 'PARENT') continue;
        expect(picture.children('title').text()).toBe(otherTitles['en_GB'] ?? title);
        const words = picture
          .find('text')
          .map((_at, text) => load(text).text())
          .get();
        expect(words.join(' ')).toBe(`${brand} ${noun}`);
      }
    }
  });

  test('differs between the pictures of a product, and between colours', () => {
    const some = products.find(({ imageIds }) => imageIds.length > 2);
    const drawn = some?.imageIds.map((id) => pictureAt(`/images/I/${id}.jpg`)) ?? [];
    expect(drawn.length).toBeGreaterThan(2);
    expect(new Set(drawn).size).toBe(drawn.length);
    const family = products.filter((one) => one.parentAsin !== undefined && one.parentAsin === parentOfMany());
    const colours = family.map(({ imageIds }) =>
      svg(`/images/I/${imageIds[0]}.jpg`).children('g').first().attr('fill'),
    );
    expect(new Set(colours).size).toBe(3);
  });

  test.each(['/images/I/81UNKNOWN00.jpg', `/images/I/${main}.png`, `/${main}.jpg`, '/'])(
    'that no product has is not found: %s',
    async (path) => {
      expect((await open(path)).status).toBe(404);
    },
  );

  test('is no call of an interface, and no fault of one keeps it away', async () => {
    sandbox.misbehave('storefront', { kind: 'outage', status: 503 });
    const before = sandbox.calls.length;
    expect((await open(`/images/I/${main}.jpg`)).status).toBe(200);
    expect(sandbox.calls).toHaveLength(before);
    sandbox.misbehave('storefront', undefined);
  });
});

function parentOfMany(): string | undefined {
  return products.find(({ parentAsin }) => parentAsin !== undefined)?.parentAsin;
}
