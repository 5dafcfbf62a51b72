import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflows, WORKFLOW_BUNDLE_PATHS, type FailureForm } from '../worker';
import { main } from './main';

/** The end of `npm run build`: writes the workflow bundles that workers load, and makes `idv` a command. */
main(async () => {
  for (const [failures, path] of Object.entries(WORKFLOW_BUNDLE_PATHS)) {
    const { code } = await bundleWorkflows(failures as FailureForm);
    writeFileSync(path, code);
  }
  chmodSync(join(__dirname, 'idv.js'), 0o755);
});
