import { ConfigurationError } from '../config/configuration-error.ts';

const packages = [
  '@opentelemetry/sdk-trace-base',
  '@opentelemetry/exporter-trace-otlp-http',
  '@opentelemetry/context-async-hooks',
  '@opentelemetry/core',
  '@opentelemetry/resources',
] as const;

/** The service name of spans; `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` override it. */
const serviceName = 'asin-gateway';

/**
 * Registers OpenTelemetry's SDK for this process and sends spans to `${endpoint}/v1/traces`; does nothing without an endpoint.
 * Its packages are optional dependencies, loaded only here. Dispose of it to send the remaining spans.
 *
 * @throws {ConfigurationError} when the packages are not installed
 */
export async function startTelemetry(endpoint: string | undefined): Promise<AsyncDisposable | undefined> {
  if (endpoint === undefined) return undefined;
  const { context, propagation, trace } = await import('@opentelemetry/api');
  const { sdk, exporter, hooks, core, resources } = await loadSdk();
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const processor = new sdk.BatchSpanProcessor(new exporter.OTLPTraceExporter({ url }));
  const resource = resources
    .defaultResource()
    .merge(resources.resourceFromAttributes({ 'service.name': serviceName }))
    .merge(resources.detectResources({ detectors: [resources.envDetector] }));
  const provider = new sdk.BasicTracerProvider({ resource, spanProcessors: [processor] });
  context.setGlobalContextManager(new hooks.AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new core.W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return {
    async [Symbol.asyncDispose]() {
      // An unreachable collector must not prevent the exit.
      await provider.shutdown().catch(() => undefined);
      trace.disable();
      propagation.disable();
      context.disable();
    },
  };
}

async function loadSdk() {
  try {
    const [sdk, exporter, hooks, core, resources] = await Promise.all([
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/core'),
      import('@opentelemetry/resources'),
    ]);
    return { sdk, exporter, hooks, core, resources };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    const fault = `OTEL_EXPORTER_OTLP_ENDPOINT needs optional packages that are not installed: npm install ${packages.join(' ')}`;
    throw new ConfigurationError([fault]);
  }
}
