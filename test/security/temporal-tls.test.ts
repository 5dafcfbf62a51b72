import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { EXIT_STATUS } from '../../src/cli/exit-status';
import { onCleanup } from '../support/cleanup';
import { idv, idvJson } from '../support/idv';
import { startProduct } from '../support/product';
import { describeWith, findProgram } from '../support/program';
import { temporalAddress } from '../support/temporal';
import { runWorkerToItsEnd, startWorkerProcess } from '../support/worker-process';
import { makeCertificates, type Certificates } from './certificates';

/** A door before the Temporal server that lets in only who shows a certificate of the authority. */
async function startDoor(certificates: Certificates): Promise<string> {
  const [host = '', port] = temporalAddress().split(':');
  const door: Server = createServer(
    {
      cert: readFileSync(certificates.serverCertFile),
      key: readFileSync(certificates.serverKeyFile),
      ca: readFileSync(certificates.caFile),
      requestCert: true,
      rejectUnauthorized: true,
      ALPNProtocols: ['h2'],
    },
    (secure) => {
      const plain = connect(Number(port), host);
      secure.pipe(plain).pipe(secure);
      for (const end of [secure, plain]) end.on('error', () => [secure, plain].forEach((one) => one.destroy()));
    },
  );
  door.on('tlsClientError', () => {});
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  onCleanup(() => door.close());
  return `127.0.0.1:${(door.address() as AddressInfo).port}`;
}

describeWith(findProgram('openssl'), 'REQUIRE_OPENSSL')('TLS to Temporal', () => {
  test('worker and command line show their certificate by TEMPORAL_TLS_*, and are turned away without one', async () => {
    const certificates = makeCertificates();
    const address = await startDoor(certificates);
    const tls = {
      TEMPORAL_ADDRESS: address,
      TEMPORAL_TLS: 'true',
      TEMPORAL_TLS_SERVER_NAME: 'localhost',
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: certificates.caFile,
      TEMPORAL_TLS_CLIENT_CERT_PATH: certificates.clientCertFile,
      TEMPORAL_TLS_CLIENT_KEY_PATH: certificates.clientKeyFile,
    };
    const product = await startProduct({ workers: false });
    await startWorkerProcess({ ...product.workerEnv, ...tls });
    // Long enough that the verification is there before the callback.
    const ids = await product.initialize({ script: { finishAfterMs: 3_000 } });
    const args = [
      'start',
      ids.merchantBizId,
      '--transaction-id',
      ids.transactionId,
      '--region',
      'ap-southeast-1',
      '--wait',
      '30',
    ];
    await expect(idvJson(args, { ...product.workerEnv, ...tls })).resolves.toMatchObject({
      verificationId: ids.merchantBizId,
    });

    const { TEMPORAL_TLS_CLIENT_CERT_PATH: _, TEMPORAL_TLS_CLIENT_KEY_PATH: __, ...stranger } = tls;
    const plain = { ...product.workerEnv, TEMPORAL_ADDRESS: address };
    const get = ['get', ids.merchantBizId];
    const [worker, ...commands] = await Promise.all([
      runWorkerToItsEnd({ ...product.workerEnv, ...stranger }),
      idv(get, { ...product.workerEnv, ...stranger }),
      idv(get, plain),
    ]);
    expect(worker.status).toBe(1);
    expect(worker.stderr).toContain(`No Temporal server answers at ${address}`);
    expect(commands.map(({ status }) => status)).toEqual([EXIT_STATUS.unavailable, EXIT_STATUS.unavailable]);
  });
});
