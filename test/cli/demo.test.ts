import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onCleanup } from '../support/cleanup';

test('Ctrl-C, even twice, ends npm start with nothing left behind', async () => {
  const { TEST_TEMPORAL_CLI: TEMPORAL_CLI_PATH, PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['dist/cli/idv.js', 'demo'], {
    env: { PATH, HOME, TEMPORAL_CLI_PATH },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onCleanup(() => child.kill('SIGKILL'));
  let webUi = '';
  for await (const line of createInterface({ input: child.stdout })) {
    webUi = /Web UI (\S+)/.exec(line)?.[1] ?? webUi;
    if (line.startsWith('Simulator')) break;
  }
  child.stdout.resume();
  expect((await fetch(webUi)).status).toBe(200);
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  child.kill('SIGINT');
  const [status] = (await exited) as [number | null];
  expect(status).toBe(1);
  await expect(fetch(webUi)).rejects.toThrow('fetch failed');
});
