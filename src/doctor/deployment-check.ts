import type { Client } from '@temporalio/client';
import { ok, warning, wrong, type Finding } from './finding';

/** The deployment that a worker says it belongs to. */
export interface Deployment {
  deploymentName: string;
  buildId: string;
}

const CHECK = 'deployment';

/** Whether a version of the deployment is current: none other gets work. */
export async function checkDeployment(client: Client, { deploymentName, buildId }: Deployment): Promise<Finding> {
  const { namespace } = client.options;
  const setCurrent = `temporal worker deployment set-current-version --deployment-name ${deploymentName} --build-id ${buildId}`;
  const described = await client.workflowService
    .describeWorkerDeployment({ namespace, deploymentName })
    .catch(() => undefined);
  if (!described) {
    return wrong(CHECK, `${deploymentName} is not known: no worker of it has started`, 'Start a worker: idv worker.');
  }
  const current = described.workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId;
  if (!current) {
    return wrong(CHECK, `no version is current in ${deploymentName}: its workers get no work`, `Run: ${setCurrent}`);
  }
  const finding = `${current} is current in ${deploymentName}`;
  return current === buildId
    ? ok(CHECK, finding)
    : warning(CHECK, `${finding}; here it is ${buildId}`, `To make this one current: ${setCurrent}`);
}
