import { Type } from 'typebox'

/** What giving a task to somebody else takes. */
export const reassignBody = {
  taskNo: Type.Integer({ minimum: 0, maximum: 2147483647 }),
  /** Account of the official who is to do it. */
  assigneeId: Type.Integer({ minimum: 1, maximum: 2147483647 }),
  /** Why; seen by both in the history. */
  note: Type.String({ minLength: 3, maxLength: 2000 }),
}

/** An open task of one's unit and the officials who may be given it. */
export type Reassignable = {
  taskNo: number
  work: string
  postKind: string
  assigneeId: number | null
  assigneeName: string | null
  candidates: { accountId: number; name: string; postTitle: string; openTasks: number }[]
}

/** Work handed on by whoever looks: who opened it first, after which it cannot be taken back. */
export type HandedOn = { openedBy: string | null; openedAt: string | null }
