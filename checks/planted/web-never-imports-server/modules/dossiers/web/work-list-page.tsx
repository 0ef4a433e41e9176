import { workList } from '../server/work-list.ts'

export const page = workList
