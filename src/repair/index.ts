export { AuditFile, AuditFileError, REPAIR_ACTIONS, type RepairAction, type RepairOrder } from './audit-file';
export { repairAll, type RepairResult } from './repair';
export { findStuckCalls, type StuckCall } from './stuck-calls';
