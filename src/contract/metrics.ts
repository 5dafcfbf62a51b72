/** A metric of the product. Prometheus adds `_total` to the name of a counter. */
export interface Metric {
  name: string;
  kind: 'counter' | 'gauge' | 'histogram';
  /** What is counted, or the unit of a histogram. */
  unit: string;
  /** What each label says; values are bounded, and no id is ever one. */
  labels: readonly string[];
  description: string;
}

/** Every metric of the product, by who reports it: workflow, activity, worker, receiver. docs/metrics.md lists them. */
export const METRICS = {
  outcomes: {
    name: 'idv_outcomes',
    kind: 'counter',
    unit: 'verifications',
    labels: ['status', 'reason'],
    description: 'Verifications that ended',
  },
  callbackToOutcome: {
    name: 'idv_callback_to_outcome_seconds',
    kind: 'histogram',
    unit: '',
    labels: [],
    description: 'From the last callback to the outcome, where the policy decided',
  },
  unmappedSubCodes: {
    name: 'idv_unmapped_sub_codes',
    kind: 'counter',
    unit: 'results',
    labels: [],
    description: 'Results with a SubCode that no rule knows',
  },
  callbackDisagreements: {
    name: 'idv_callback_disagreements',
    kind: 'counter',
    unit: 'callbacks',
    labels: [],
    description: 'Callbacks that claimed another result than CheckResult',
  },
  callbacksIgnored: {
    name: 'idv_callbacks_ignored',
    kind: 'counter',
    unit: 'callbacks',
    labels: [],
    description: 'Callback signals that a workflow ignored: stale, of another transaction, or no callback at all',
  },
  vendorCalls: {
    name: 'idv_vendor_calls',
    kind: 'counter',
    unit: 'calls',
    labels: ['code', 'failure', 'region'],
    description: 'CheckResult calls by the Code that came back, and by what it was taken for (none: a result)',
  },
  openVerifications: {
    name: 'idv_open_verifications',
    kind: 'gauge',
    unit: 'verifications',
    labels: ['status'],
    description: 'Verifications that have no outcome yet',
  },
  openReviews: {
    name: 'idv_open_reviews',
    kind: 'gauge',
    unit: 'reviews',
    labels: [],
    description: 'Reviews without a decision',
  },
  overdueReviews: {
    name: 'idv_overdue_reviews',
    kind: 'gauge',
    unit: 'reviews',
    labels: [],
    description: 'Reviews without a decision past their due time',
  },
  resultsNearDeletion: {
    name: 'idv_results_near_deletion',
    kind: 'gauge',
    unit: 'attempts',
    labels: [],
    description: 'Attempts that have waited for 27 days; the vendor deletes a result after 30',
  },
  censusTime: {
    name: 'idv_census_timestamp_seconds',
    kind: 'gauge',
    unit: '',
    labels: [],
    description: 'When the open verifications were last counted, in seconds since the epoch',
  },
  codecErrors: {
    name: 'idv_codec_errors',
    kind: 'counter',
    unit: 'payloads',
    labels: ['problem'],
    description: 'Payloads that could not be decrypted',
  },
  callbacksReceived: {
    name: 'idv_callbacks_received',
    kind: 'counter',
    unit: 'requests',
    labels: ['event'],
    description: 'Requests to the callback receiver by what became of them',
  },
} as const satisfies Readonly<Record<string, Metric>>;
