import { startSimulator, type Simulator } from '../../src/simulator';
import { onCleanup } from '../support/cleanup';
import { callOfficially } from '../../proof/official-client';

const INITIALIZE = {
  ProductCode: 'FACE_IDU',
  MerchantBizId: 'e0c34a77',
  MetaInfo: '{}',
  MerchantUserId: 'user-passes',
};

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator();
  onCleanup(() => simulator.stop());
});

describe.each(['query', 'body'] as const)("the vendor's official client, parameters in the %s", (place) => {
  test('opens a transaction, waits for the user, and gets the result', async () => {
    const opened = await callOfficially(simulator.url, 'Initialize', INITIALIZE, place);
    const ids = { MerchantBizId: 'e0c34a77', TransactionId: opened.Result.TransactionId ?? '' };
    simulator.control.script(ids.TransactionId, { finishAfterMs: null });
    await expect(callOfficially(simulator.url, 'CheckResult', ids, place)).rejects.toMatchObject({
      code: 'ProcessNotCompleted',
      statusCode: 404,
    });
    const log = await callOfficially(simulator.url, 'CheckVerifyLog', ids, place);
    expect(log.Result.VerifyStatus).toBe('1');
    simulator.control.finish(ids.TransactionId);
    const { Code, Result } = await callOfficially(simulator.url, 'CheckResult', ids, place);
    expect({ Code, Passed: Result.Passed, SubCode: Result.SubCode }).toEqual({
      Code: 'Success',
      Passed: 'Y',
      SubCode: '200',
    });
  });

  test('deletes a result, and keeps the connection alive', async () => {
    const opened = await callOfficially(simulator.url, 'Initialize', INITIALIZE, place);
    const ids = { MerchantBizId: 'e0c34a77', TransactionId: opened.Result.TransactionId ?? '' };
    const deleted = await callOfficially(simulator.url, 'DeleteVerifyResult', ids, place);
    expect(deleted).toMatchObject({ Code: '200', Result: { DeleteResult: 'Y' } });
    await expect(callOfficially(simulator.url, 'CheckResult', ids, place)).rejects.toMatchObject({
      code: 'TransactionIdInvalid',
    });
    const kept = await callOfficially(simulator.url, 'KeepaliveIntl', {}, place);
    expect(kept.Result).toEqual({ Result: 'SUCCESS' });
  });
});

test('a wrong secret, an unknown key and a missing token are refused as the gateway does', async () => {
  const key = { accessKeyId: 'simulator-key', accessKeySecret: 'wrong' };
  await expect(callOfficially(simulator.url, 'KeepaliveIntl', {}, 'query', key)).rejects.toMatchObject({
    code: 'SignatureDoesNotMatch',
  });
  const stranger = { accessKeyId: 'stranger', accessKeySecret: 'wrong' };
  await expect(callOfficially(simulator.url, 'KeepaliveIntl', {}, 'query', stranger)).rejects.toMatchObject({
    code: 'InvalidAccessKeyId.NotFound',
  });
});

test('temporary keys (STS) work with their token only', async () => {
  const key = { accessKeyId: 'STS.key', accessKeySecret: 'secret', securityToken: 'token' };
  const other = await startSimulator({ accessKeys: [key] });
  onCleanup(() => other.stop());
  await expect(callOfficially(other.url, 'KeepaliveIntl', {}, 'query', key)).resolves.toMatchObject({
    Code: 'Success',
  });
  await expect(
    callOfficially(other.url, 'KeepaliveIntl', {}, 'query', { ...key, securityToken: 'other' }),
  ).rejects.toMatchObject({ code: 'InvalidSecurityToken.Malformed' });
  await expect(
    callOfficially(other.url, 'KeepaliveIntl', {}, 'query', { ...key, securityToken: undefined }),
  ).rejects.toMatchObject({ code: 'MissingSecurityToken' });
});
