import { inTransaction } from '../../../platform/database.ts'

export const receive = inTransaction
