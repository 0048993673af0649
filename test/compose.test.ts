import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseConfig } from '../src/config.ts';
import { longestStopMs } from '../src/gateway/stop.ts';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const { services } = z
  .object({
    services: z.object({
      gateway: z.looseObject({
        environment: z.record(z.string(), z.string()),
        depends_on: z.record(z.string(), z.object({ condition: z.string() })),
        ports: z.array(z.string()),
        stop_grace_period: z.string(),
        read_only: z.literal(true),
        cap_drop: z.tuple([z.literal('ALL')]),
        security_opt: z.tuple([z.literal('no-new-privileges:true')]),
        mem_limit: z.string().regex(/^\d+m$/),
      }),
      redis: z.looseObject({ healthcheck: z.object({ test: z.array(z.string()) }), volumes: z.array(z.string()) }),
    }),
  })
  .parse(parse(read('compose.yaml')));

test('the gateway waits for a healthy Redis, whose data outlives the container', () => {
  expect(services.gateway.depends_on).toEqual({ redis: { condition: 'service_healthy' } });
  expect(services.redis.healthcheck.test).toContain('ping');
  expect(services.redis.volumes).toEqual(['redis:/data']);
});

test('Compose sets only variables that the gateway reads', () => {
  const names = Object.keys(services.gateway.environment);
  expect(names).toContain('CACHE_URL');
  expect(names.filter((name) => !read('.env.example').includes(`${name}=`))).toEqual([]);
});

test('Compose gives the gateway longer to stop than the longest stop takes', () => {
  const graceMs = Number.parseInt(services.gateway.stop_grace_period, 10) * 1_000;
  const config = parseConfig({ SCRAPING_FALLBACK_ENABLED: 'true', STOP_DELAY_MS: defaultOf('STOP_DELAY_MS') });
  expect(graceMs).toBeGreaterThan(longestStopMs(config));
});

test('Compose publishes on this machine only, and uses the stand-in if no source is chosen', () => {
  expect(services.gateway.ports).toEqual(['127.0.0.1:${PORT:-8080}:8080']);
  expect(services.gateway.environment['AMAZON_SANDBOX']).toBe('${AMAZON_SANDBOX:-auto}');
});

test('the memory limit leaves room for the process beside the cache', () => {
  const limitMb = Number.parseInt(services.gateway.mem_limit, 10);
  expect(limitMb).toBeGreaterThanOrEqual(2 * Number(defaultOf('CACHE_MAX_MB')) + 200);
});

/** The value that Compose sets unless the shell or .env says otherwise: the default of `${NAME:-default}`. */
function defaultOf(name: string): string | undefined {
  return services.gateway.environment[name]?.replace(/^\$\{\w+:-(.*)\}$/, '$1');
}
