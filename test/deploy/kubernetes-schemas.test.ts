import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { pythonEnvironment } from '../support/python-environment';

const VERSION = '1.30';
/** KEDA's own resources are in no schema of Kubernetes. */
const WITHOUT_SCHEMA = 'ScaledObject';

const environment = pythonEnvironment({ requirements: 'test/deploy/requirements.txt', module: 'kubernetes_validate' });
const missing = 'missing' in environment ? environment.missing : undefined;
if (missing !== undefined && process.env.REQUIRE_PYTHON === '1') throw new Error(`REQUIRE_PYTHON=1, but ${missing}`);
if (missing !== undefined) process.stderr.write(`Skipped: test/deploy/kubernetes-schemas.test.ts: ${missing}\n`);

(missing === undefined ? describe : describe.skip)('the Kubernetes manifests', () => {
  test.each(readdirSync('deploy/kubernetes'))(`%s is what the schemas of Kubernetes ${VERSION} want`, (file) => {
    const python = 'python' in environment ? environment.python : 'python3';
    const command = `${python} -m kubernetes_validate -k ${VERSION} --strict deploy/kubernetes/${file} 2>&1`;
    const said = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trim().split('\n');
    const unexpected = said.filter((line) => !line.includes(' passed ') && !line.includes(WITHOUT_SCHEMA));
    expect(unexpected).toEqual([]);
    expect(said.some((line) => line.includes(' passed '))).toBe(true);
  });
});
