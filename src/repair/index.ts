export { AuditFile, AuditFileError, REPAIR_ACTIONS, type RepairOrder } from './audit-file';
export { repairAll } from './repair';
export { findStuckCalls, type StuckCall } from './stuck-calls';
