import { writeFileSync } from 'node:fs';
import { bundleWorkflows, WORKFLOW_BUNDLE_PATHS, type FailureForm } from '../worker';
import { main } from './main';

/** Part of `npm run build`: writes the workflow bundles that workers load. */
main(async () => {
  for (const [failures, path] of Object.entries(WORKFLOW_BUNDLE_PATHS)) {
    const { code } = await bundleWorkflows(failures as FailureForm);
    writeFileSync(path, code);
  }
});
