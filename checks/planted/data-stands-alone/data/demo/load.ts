import { inTransaction } from '#platform/database.ts'

export const load = inTransaction
