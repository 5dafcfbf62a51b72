import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflows, WORKFLOW_BUNDLE_PATH } from '../worker';
import { main } from './main';

/** The end of `npm run build`: writes the workflow bundle that workers load, and makes `idv` a command. */
main(async () => {
  const { code } = await bundleWorkflows();
  writeFileSync(WORKFLOW_BUNDLE_PATH, code);
  chmodSync(join(__dirname, 'idv.js'), 0o755);
});
