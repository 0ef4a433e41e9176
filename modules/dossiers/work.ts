import { Type, type Static } from 'typebox'

export const WorkQuery = Type.Object({
  mine: Type.Optional(Type.Boolean()),
  waiting: Type.Optional(Type.Boolean()),
  /** Everything that lies open in the unit, whoever's it is; only for those who may reassign. */
  team: Type.Optional(Type.Boolean()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
})
export type WorkQuery = Static<typeof WorkQuery>

export type WorkCounts = {
  total: number
  mine: number
  unclaimed: number
  waiting: number
  overdue: number
  dueToday: number
  /** All open tasks of the unit, for those who may reassign them; 0 for others. */
  unit: number
}
