import { start } from '#apps/server/start.ts'

export const receive = start
