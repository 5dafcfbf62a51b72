export { keepCensus } from './census';
export { installRuntime } from './runtime';
export { checkBeforeStart, WorkerStartError } from './start-checks';
export { bundleWorkflows, WORKFLOW_BUNDLE_PATHS, type FailureForm } from './workflow-bundle';
export { createWorkers, type IdVerificationWorkers } from './workers';
