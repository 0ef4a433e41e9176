import { insertCase } from '#modules/casework/server/case-store.ts'

export const receive = insertCase
