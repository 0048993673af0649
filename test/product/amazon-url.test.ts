import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amazonPageUrl, amazonPictureUrl } from '../../src/product/amazon-url.ts';

test.each([
  ['https://m.media-amazon.com/images/I/71.jpg', 'https://m.media-amazon.com/images/I/71.jpg'],
  [
    'https://images-na.ssl-images-amazon.com/images/I/71.jpg',
    'https://images-na.ssl-images-amazon.com/images/I/71.jpg',
  ],
  ['https://www.amazon.in/images/a b.jpg', 'https://www.amazon.in/images/a%20b.jpg'],
  ['HTTPS://M.MEDIA-AMAZON.COM:443/a', 'https://m.media-amazon.com/a'],
  ['https://m.media-amazon.com/"><\0script>', 'https://m.media-amazon.com/%22%3E%3C%00script%3E'],
  ['http://m.media-amazon.com/a.jpg', undefined],
  ['//m.media-amazon.com/a.jpg', undefined],
  ['data:image/png;base64,AAAA', undefined],
  ['javascript:alert(1)', undefined],
  ['https://m.media-amazon.com.evil.example/a.jpg', undefined],
  ['https://evilmedia-amazon.com/a.jpg', undefined],
  ['https://m.media-amazon.com@evil.example/a.jpg', undefined],
  ['https://user:word@m.media-amazon.com/a.jpg', undefined],
  ['https://m.media-amazon.com:8443/a.jpg', undefined],
  ['https://127.0.0.1/a.jpg', undefined],
  ['http://127.0.0.1:9000/images/I/71.jpg', undefined],
  ['https://evil.example\\@m.media-amazon.com/a.jpg', undefined],
  [`https://m.media-amazon.com/${'a'.repeat(2_000)}`, undefined],
])('the picture %j is told as %j', (text, url) => {
  expect(amazonPictureUrl(text)).toBe(url);
});

test.each([
  ['https://www.amazon.co.uk/dp/B0?tag=a-21&x="<', 'https://www.amazon.co.uk/dp/B0?tag=a-21&x=%22%3C'],
  ['https://m.media-amazon.com/images/I/71.jpg', undefined],
  ['https://www.amazon.evil.example/dp/B0', undefined],
])('the page %j is told as %j', (text, url) => {
  expect(amazonPageUrl(text)).toBe(url);
});

test('no path, query or fragment brings a quote, a bracket, a blank or a control character along', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (tail) => {
      expect(amazonPictureUrl(`https://m.media-amazon.com/${tail}`) ?? '').not.toMatch(/["<>\s\p{Cc}]/u);
    }),
  );
});
