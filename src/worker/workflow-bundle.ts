import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { FAILURE_CONVERTER_PATH } from '../codec';

/** How a bundle writes failures: readable, or into payloads, which are then encrypted like all others. */
export type FailureForm = 'readable' | 'encoded';

const DIST = join(__dirname, '..', '..', 'dist');
const WORKFLOWS = join(__dirname, '..', 'workflows');
const INTERCEPTORS = join(WORKFLOWS, 'decoded-arguments');

/** Where `npm run build` puts the workflow bundles, seen from src as from dist. */
export const WORKFLOW_BUNDLE_PATHS: Readonly<Record<FailureForm, string>> = {
  readable: join(DIST, 'workflow-bundle.js'),
  encoded: join(DIST, 'workflow-bundle-encoded-failures.js'),
};

/** Bundles the workflows beside this folder, compiled or not. */
export async function bundleWorkflows(failures: FailureForm): Promise<{ code: string }> {
  return bundleWorkflowCode({
    workflowsPath: WORKFLOWS,
    // Every workflow of a process shares the modules, instead of a copy each: no module of ours keeps state of its own.
    preloadModules: [WORKFLOWS, INTERCEPTORS],
    payloadConverterPath: join(WORKFLOWS, 'payload-converter'),
    workflowInterceptorModules: [INTERCEPTORS],
    ...(failures === 'encoded' && { failureConverterPath: FAILURE_CONVERTER_PATH }),
    logger: { ...QUIET, log: () => {} },
    // Stack traces need the mappings only; without the sources the bundle is a third smaller and holds no foreign path.
    webpackConfigHook: (config) => ({ ...config, devtool: 'inline-nosources-source-map' }),
  });
}

const QUIET = { trace: () => {}, debug: () => {}, info: () => {}, warn: console.warn, error: console.error };
