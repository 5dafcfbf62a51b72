import { scriptOfUser } from './magic-users';
import type { RpcRequest } from './rpc-request';
import { nextResult, type Transaction, type Transactions } from './transactions';
import type { ScriptedResult } from './user-script';
import { returnCode, VendorError } from './vendor-error';

/** What the operations work on. */
export interface ActionContext {
  transactions: Transactions;
  /** Begins the user's part of a new transaction. */
  begin(transaction: Transaction): void;
}

/** Result of a successful answer; `Code` where it is not `Success`. */
export interface ActionAnswer {
  Code?: string;
  Result: object;
}

type Action = (context: ActionContext, parameters: RpcRequest['parameters']) => ActionAnswer;

/** The operations of API version 2022-08-09 that the simulator knows. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  Initialize: initialize,
  CheckResult: checkResult,
  CheckVerifyLog: checkVerifyLog,
  DeleteVerifyResult: deleteVerifyResult,
  KeepaliveIntl: () => ({ Result: { Result: 'SUCCESS' } }),
};

/** The operation that a call names. @throws VendorError `InvalidApi.NotFound` */
export function actionOf(name: string): Action {
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action)
    throw new VendorError(404, 'InvalidApi.NotFound', 'Specified api is not found, please check your url and method.');
  return action;
}

function initialize(context: ActionContext, parameters: RpcRequest['parameters']): ActionAnswer {
  required(parameters, 'ProductCode');
  required(parameters, 'MetaInfo');
  const merchantBizId = checkedMerchantBizId(parameters);
  const transaction = context.transactions.open(merchantBizId, scriptOfUser(required(parameters, 'MerchantUserId')));
  transaction.callbackUrl = checkedCallbackUrl(parameters.get('CallbackUrl'));
  transaction.callbackToken = parameters.get('CallbackToken');
  context.begin(transaction);
  const { transactionId } = transaction;
  return {
    Result: {
      TransactionId: transactionId,
      TransactionUrl: `https://simulator.invalid/verify?transactionId=${transactionId}`,
      Protocol: '',
      ClientCfg: '{}',
    },
  };
}

function checkResult({ transactions }: ActionContext, parameters: RpcRequest['parameters']): ActionAnswer {
  checkedMerchantBizId(parameters);
  const transaction = existing(transactions, parameters);
  if (transaction.finishedAtMs === undefined) throw returnCode('ProcessNotCompleted');
  const result = nextResult(transaction);
  const withImage = parameters.get('IsReturnImage') === 'Y';
  return {
    Result: {
      Passed: result.passed,
      SubCode: result.subCode,
      ExtFaceInfo:
        result.extFaceInfo === undefined
          ? extFaceInfo(result, withImage ? transaction : undefined)
          : result.extFaceInfo,
      ExtInfo:
        result.extInfo === undefined ? JSON.stringify({ procedurePriority: result.procedurePriority }) : result.extInfo,
    },
  };
}

function checkVerifyLog({ transactions }: ActionContext, parameters: RpcRequest['parameters']): ActionAnswer {
  const { finishedAtMs } = existing(transactions, parameters);
  return { Result: { VerifyStatus: finishedAtMs === undefined ? '1' : '0', LogInfo: '{}', LogStatisticsInfo: '[]' } };
}

function deleteVerifyResult({ transactions }: ActionContext, parameters: RpcRequest['parameters']): ActionAnswer {
  const transaction = existing(transactions, parameters);
  transaction.deleted = true;
  return { Code: '200', Result: { TransactionId: transaction.transactionId, DeleteResult: 'Y' } };
}

function extFaceInfo(result: ScriptedResult, withImageOf: Transaction | undefined): string {
  const { faceAttack = 'N', faceAttackScore = 1, guardRiskScore = 1, faceComparisonScore = 95 } = result;
  const faceImg = withImageOf && Buffer.alloc(withImageOf.script.imageBytes, 0xff).toString('base64');
  return JSON.stringify({
    faceImg,
    faceAttack,
    faceAge: '30',
    faceGender: 'M',
    faceAttackScore,
    guardRiskScore,
    faceComparisonScore,
  });
}

function existing(transactions: Transactions, parameters: RpcRequest['parameters']): Transaction {
  const transaction = transactions.find(required(parameters, 'TransactionId'));
  if (!transaction) throw returnCode('TransactionIdInvalid');
  return transaction;
}

function required(parameters: RpcRequest['parameters'], name: string): string {
  const value = parameters.get(name);
  if (!value) throw returnCode('MissingParameter');
  return value;
}

function checkedMerchantBizId(parameters: RpcRequest['parameters']): string {
  const merchantBizId = required(parameters, 'MerchantBizId');
  if (!/^[A-Za-z0-9]{1,32}$/.test(merchantBizId)) throw returnCode('InvalidParameter');
  return merchantBizId;
}

/** The vendor takes https only; the simulator, for development, loopback too. Nothing else is ever called. */
function checkedCallbackUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = url !== undefined && /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(url.hostname);
  if (!isLoopback) throw returnCode('InvalidParameter');
  return text;
}
