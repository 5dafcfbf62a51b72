import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';

/** Where `npm run build` puts the workflow bundle, seen from src as from dist. */
export const WORKFLOW_BUNDLE_PATH = join(__dirname, '..', '..', 'dist', 'workflow-bundle.js');

/** Bundles the workflows beside this folder, compiled or not. */
export async function bundleWorkflows(): Promise<{ code: string }> {
  const workflowsPath = join(__dirname, '..', 'workflows');
  return bundleWorkflowCode({
    workflowsPath,
    // Every workflow of a process shares the modules, instead of a copy each: no module of ours keeps state of its own.
    preloadModules: [workflowsPath],
    logger: { ...QUIET, log: () => {} },
    // Stack traces need the mappings only; without the sources the bundle is a third smaller and holds no foreign path.
    webpackConfigHook: (config) => ({ ...config, devtool: 'inline-nosources-source-map' }),
  });
}

const QUIET = { trace: () => {}, debug: () => {}, info: () => {}, warn: console.warn, error: console.error };
