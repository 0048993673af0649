import { expect, test } from 'vitest';
import { parseRedisUrl } from '../../src/coordination/redis-url.ts';

test('a URL of one server has its database, its login and, by its scheme, TLS', () => {
  expect(parseRedisUrl('rediss://us%40er:p%3Ass@[::1]:6380/3')).toEqual({
    kind: 'server',
    tls: true,
    nodes: [{ host: '::1', port: 6380 }],
    login: { username: 'us@er', password: 'p:ss' },
    database: 3,
  });
  expect(parseRedisUrl('redis://cache')).toEqual({
    kind: 'server',
    tls: false,
    nodes: [{ host: 'cache', port: 6379 }],
    login: {},
    database: 0,
  });
});

test('a URL of sentinels has the name of the master, and a login for the sentinels that keeps its plus signs', () => {
  expect(
    parseRedisUrl(
      'redis+sentinel://:secret@one,two:26380/my%20shop/2?sentinelUsername=watcher&sentinelPassword=a+b=%26',
    ),
  ).toEqual({
    kind: 'sentinel',
    tls: false,
    nodes: [
      { host: 'one', port: 26_379 },
      { host: 'two', port: 26_380 },
    ],
    login: { password: 'secret' },
    master: 'my shop',
    database: 2,
    sentinelLogin: { username: 'watcher', password: 'a+b=&' },
  });
});

test('a URL of a cluster has several of its nodes', () => {
  expect(parseRedisUrl('rediss+cluster://user:secret@one:7000,two')).toEqual({
    kind: 'cluster',
    tls: true,
    nodes: [
      { host: 'one', port: 7000 },
      { host: 'two', port: 6379 },
    ],
    login: { username: 'user', password: 'secret' },
  });
});
