import { Type, type Static } from 'typebox'
import { heldPostSchema, idSchema, postKindSchema } from './contract.ts'

// The shapes of accounts, shared by the server and the screens of this module.

export const accountViewSchema = Type.Object({
  accountId: idSchema,
  personId: idSchema,
  name: Type.String(),
  login: Type.String(),
  disabled: Type.Boolean(),
  mustChangePassword: Type.Boolean(),
  posts: Type.Array(heldPostSchema),
})
export type AccountView = Static<typeof accountViewSchema>

export const accountListSchema = Type.Object({ accounts: Type.Array(accountViewSchema) })
export type AccountList = Static<typeof accountListSchema>

export const openAccountSchema = Type.Object(
  {
    fullName: Type.String({ minLength: 2, maxLength: 120 }),
    login: Type.String({ minLength: 2, maxLength: 64 }),
    unitId: idSchema,
    postKind: postKindSchema,
    title: Type.String({ minLength: 2, maxLength: 120 }),
    fields: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 120 }), { maxItems: 50 })),
  },
  { additionalProperties: false },
)
export type OpenAccount = Static<typeof openAccountSchema>

/** The only moment a password is ever shown: new or reset, and good for one sign-in's worth of work. */
export const oneTimePasswordSchema = Type.Object({
  account: accountViewSchema,
  oneTimePassword: Type.String(),
})
export type OneTimePassword = Static<typeof oneTimePasswordSchema>
