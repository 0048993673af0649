import { describe, expect, it } from 'vitest';
import { scaledPicture } from '../../src/product/amazon-url.ts';

describe('the scaled form of a picture', () => {
  it.each([
    [
      'https://m.media-amazon.com/images/I/21qb-vbUSdL.jpg',
      'https://m.media-amazon.com/images/I/21qb-vbUSdL._SL160_.jpg',
    ],
    [
      'https://m.media-amazon.com/images/I/31+dWj8pZiL._SL75_.jpg',
      'https://m.media-amazon.com/images/I/31+dWj8pZiL._SL160_.jpg',
    ],
    [
      'https://m.media-amazon.com/images/I/71abc._AC_SX679_.jpg',
      'https://m.media-amazon.com/images/I/71abc._AC_SX679_.jpg'.replace('AC_SX679', 'SL160'),
    ],
    [
      'https://images-na.ssl-images-amazon.com/images/G/01/x._UX_.png',
      'https://images-na.ssl-images-amazon.com/images/G/01/x._SL160_.png',
    ],
  ])('of %s is built from its name', (url, scaled) => {
    expect(scaledPicture(url, 160)).toBe(scaled);
  });

  it.each(['https://m.media-amazon.com/images/S/al-eu-726f4d26/file', 'https://www.amazon.in/logo.jpg', ''])(
    'does not exist for %j, which no modifier scales',
    (url) => {
      expect(scaledPicture(url, 160)).toBeUndefined();
    },
  );
});
