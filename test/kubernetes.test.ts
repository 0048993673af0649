import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { parseConfig } from '../src/config.ts';
import { withSecretFiles } from '../src/config/secrets.ts';
import { longestStopMs } from '../src/gateway/stop.ts';
import { statusPages } from '../src/http/status-pages.ts';
import { gatewayVersion } from '../src/upstream/user-agent.ts';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

const labels = z.strictObject({ 'app.kubernetes.io/name': z.literal('asin-gateway') });
const metadata = z.strictObject({ name: z.literal('asin-gateway'), labels });
const selector = z.strictObject({ matchLabels: labels });
const probe = z.looseObject({ httpGet: z.strictObject({ path: z.string(), port: z.literal('http') }) });
const container = z.strictObject({
  name: z.literal('gateway'),
  image: z.string(),
  ports: z.tuple([z.strictObject({ name: z.literal('http'), containerPort: z.number() })]),
  envFrom: z.tuple([z.strictObject({ configMapRef: z.strictObject({ name: z.literal('asin-gateway') }) })]),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  resources: z.strictObject({
    requests: z.strictObject({ cpu: z.string(), memory: z.string().regex(/^\d+Mi$/) }),
    limits: z.strictObject({ memory: z.string().regex(/^\d+Mi$/) }),
  }),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  volumeMounts: z.array(z.strictObject({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().optional() })),
});
const deployment = z.strictObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('Deployment'),
  metadata,
  spec: z.strictObject({
    selector,
    strategy: z.looseObject({ rollingUpdate: z.strictObject({ maxSurge: z.number(), maxUnavailable: z.literal(0) }) }),
    template: z.strictObject({
      metadata: z.strictObject({ labels }),
      spec: z.strictObject({
        automountServiceAccountToken: z.literal(false),
        terminationGracePeriodSeconds: z.number(),
        securityContext: z.looseObject({ runAsNonRoot: z.literal(true), runAsUser: z.number().positive() }),
        topologySpreadConstraints: z.array(z.looseObject({ labelSelector: selector })),
        containers: z.tuple([container]),
        volumes: z.array(z.looseObject({ name: z.string() })),
      }),
    }),
  }),
});
const texts = z.record(z.string(), z.string());
const schemas = z.tuple([
  z.strictObject({ apiVersion: z.literal('v1'), kind: z.literal('ConfigMap'), metadata, data: texts }),
  z.looseObject({ apiVersion: z.literal('v1'), kind: z.literal('Secret'), metadata, stringData: texts }),
  deployment,
  z.strictObject({
    apiVersion: z.literal('v1'),
    kind: z.literal('Service'),
    metadata,
    spec: z.strictObject({
      selector: labels,
      ports: z.tuple([z.strictObject({ name: z.string(), port: z.number(), targetPort: z.literal('http') })]),
    }),
  }),
  z.strictObject({
    apiVersion: z.literal('policy/v1'),
    kind: z.literal('PodDisruptionBudget'),
    metadata,
    spec: z.strictObject({ minAvailable: z.literal(1), selector }),
  }),
  z.strictObject({
    apiVersion: z.literal('autoscaling/v2'),
    kind: z.literal('HorizontalPodAutoscaler'),
    metadata,
    spec: z.strictObject({
      scaleTargetRef: z.strictObject({
        apiVersion: z.literal('apps/v1'),
        kind: z.literal('Deployment'),
        name: z.literal('asin-gateway'),
      }),
      minReplicas: z.number().min(2),
      maxReplicas: z.number(),
      metrics: z.tuple([z.looseObject({ resource: z.looseObject({ name: z.literal('cpu') }) })]),
    }),
  }),
]);

const documents = parseAllDocuments(read('deploy/kubernetes.yaml'));
const [configMap, secret, { spec }] = schemas.parse(documents.map((document) => document.toJS()));
const pod = spec.template.spec;
const [gateway] = pod.containers;

/** The value of a variable that the image sets. */
function imageVariable(name: string): string | undefined {
  return new RegExp(`^ENV .*\\b${name}=(\\S+)`, 'm').exec(read('Dockerfile'))?.[1];
}

/** The environment of the process, with the files of the Secret. */
function configured() {
  const mount = gateway.volumeMounts.find(({ name }) => name === 'secrets')?.mountPath;
  const files = withSecretFiles({ ...configMap.data, STOP_DELAY_MS: imageVariable('STOP_DELAY_MS') }, (path) => {
    if (dirname(path) !== mount) throw new Error(`${path} is not mounted`);
    return secret.stringData[basename(path)] ?? '';
  });
  return { files, config: parseConfig(files.environment, files.faults) };
}

test('the manifests are well-formed, of the expected kinds, and select each other', () => {
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
});

test('the configuration has no fault, every secret comes from a file, and every variable is one of ours', () => {
  const { files, config } = configured();
  expect(files.faults).toEqual([]);
  expect(config.cache.url.kind).toBe('redis');
  expect(config.apiKeys.map(({ role }) => role)).toEqual(['client', 'admin']);
  const known = read('.env.example');
  const names = Object.keys(configMap.data).map((name) => name.replace(/_FILE$/, ''));
  expect(names.filter((name) => !known.includes(`#${name}=`))).toEqual([]);
  const paths = Object.values(configMap.data).filter((value) => value.startsWith('/run/secrets/'));
  expect(paths.map((path) => basename(path)).toSorted()).toEqual(Object.keys(secret.stringData).toSorted());
});

test('the probes request pages that need no key', () => {
  const options = { version: '', readiness: () => ({ ok: true, degraded: [] }), stopping: () => false };
  const pages = statusPages({ ...options, schema: () => '' });
  const { startupProbe, livenessProbe, readinessProbe } = gateway;
  const paths = [startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.path);
  expect(paths).toEqual(['/health', '/health', '/ready']);
  for (const path of paths) expect(pages.has(path)).toBe(true);
});

test('the port is the one of the image, and the image has the current version', () => {
  expect(gateway.ports[0].containerPort).toBe(configured().config.port);
  expect(read('Dockerfile')).toContain(`EXPOSE ${gateway.ports[0].containerPort}`);
  expect(gateway.image).toBe(`asin-gateway:${gatewayVersion}`);
});

test('a pod gets longer to stop than the longest stop takes', () => {
  const { config } = configured();
  expect(config.stopDelayMs).toBe(5_000);
  expect(pod.terminationGracePeriodSeconds * 1_000).toBeGreaterThan(longestStopMs(config));
});

test('the memory limit leaves room for the process beside the cache', () => {
  const { config } = configured();
  const limitBytes = Number.parseInt(gateway.resources.limits.memory, 10) * 1024 * 1024;
  expect(limitBytes).toBeGreaterThanOrEqual(2 * config.cache.maxBytes + 200 * 1024 * 1024);
  expect(pod.volumes.map(({ name }) => name)).toEqual(gateway.volumeMounts.map(({ name }) => name));
});
