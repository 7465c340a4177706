/** Of the dashboard and the alarms in serverless.yml. */
const NAMESPACE = 'ecommerce-backend';

type MetricUnit = 'Count' | 'Milliseconds';

export interface Metric {
  name: string;
  value: number;
  unit: MetricUnit;
}

let service: string | undefined;

/** From now on log lines carry their metrics. Only what is logged to CloudWatch should: elsewhere they are noise. */
export function enableEmbeddedMetrics(serviceName: string): void {
  service = serviceName;
}

/**
 * Fields that turn the log line they are added to into CloudWatch metrics as well (embedded metric format): a line that
 * is written anyway then costs nothing more, which is why no metrics library with lines of its own is used.
 * Each combination of dimension values is billed as a metric, so there are few on purpose: all have `service`, and
 * `area` is the only other one.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embedMetrics(metrics: Metric[], byArea?: { area: string; metrics: Metric[] }): object {
  if (service === undefined) return {};
  const directives = [
    ...(metrics.length > 0 ? [directive(['service'], metrics)] : []),
    ...(byArea ? [directive(['service', 'area'], byArea.metrics)] : []),
  ];
  if (directives.length === 0) return {};
  const values = [...metrics, ...(byArea?.metrics ?? [])].map(({ name, value }) => [name, value]);
  return {
    _aws: { Timestamp: Date.now(), CloudWatchMetrics: directives },
    service,
    ...(byArea && { area: byArea.area }),
    ...(Object.fromEntries(values) as Record<string, number>),
  };
}

function directive(dimensions: string[], metrics: Metric[]): object {
  return {
    Namespace: NAMESPACE,
    Dimensions: [dimensions],
    Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })),
  };
}
