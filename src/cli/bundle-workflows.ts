import { writeFileSync } from 'node:fs';
import { bundleWorkflows, WORKFLOW_BUNDLE_PATH } from '../worker';
import { main } from './main';

/** Part of `npm run build`: writes the workflow bundle that workers load. */
main(async () => {
  const { code } = await bundleWorkflows();
  writeFileSync(WORKFLOW_BUNDLE_PATH, code);
});
