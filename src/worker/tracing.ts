import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';

/** Spans of workflows and vendor calls on their way to a collector. */
export interface Tracing {
  plugin: OpenTelemetryPlugin;
  /** Module of the interceptors that a traced workflow bundle needs. */
  interceptorModule: string;
  /** Sends what is left. */
  stop(): Promise<void>;
}

/** All that a span may tell. The SDK adds everything that it knows of a workflow, its memo in plain text included. */
const ATTRIBUTES = ['workflowId', 'runId', 'workflowType', 'taskQueue', 'temporalWorkflowId', 'run_id'] as const;

/** Passes spans on with their ids, and nothing else of what they are about. */
class LeanSpanProcessor extends BatchSpanProcessor {
  override onEnd(span: ReadableSpan): void {
    const kept = ATTRIBUTES.flatMap((name) =>
      name in span.attributes ? [[name, span.attributes[name]] as const] : [],
    );
    // A copy that inherits: spans of activities are objects with methods.
    super.onEnd(Object.create(span, { attributes: { value: Object.fromEntries(kept) } }) as ReadableSpan);
  }
}

/** Sends spans to an OpenTelemetry collector: OTLP over HTTP, e.g. `http://127.0.0.1:4318/v1/traces`. */
export function startTracing(url: string): Tracing {
  const resource = new Resource({ 'service.name': 'idv-worker' });
  const spanProcessor = new LeanSpanProcessor(new OTLPTraceExporter({ url }));
  const provider = new BasicTracerProvider({ resource, spanProcessors: [spanProcessor] });
  const plugin = new OpenTelemetryPlugin({ resource, spanProcessor, tracer: provider.getTracer('idv-worker') });
  return {
    plugin,
    interceptorModule: require.resolve('@temporalio/interceptors-opentelemetry/lib/workflow-interceptors'),
    stop: () => provider.shutdown(),
  };
}
