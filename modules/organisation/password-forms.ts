import { Type, type Static } from 'typebox'

export const passwordMinLength = 10
export const passwordMaxLength = 256

// Wide on purpose: what is too long or oddly written is a wrong password, not a hint about our rules.
export const signInSchema = Type.Object(
  {
    login: Type.String({ minLength: 1, maxLength: 1000 }),
    password: Type.String({ minLength: 1, maxLength: 1000 }),
  },
  { additionalProperties: false },
)
export type SignIn = Static<typeof signInSchema>

export const changePasswordSchema = Type.Object(
  {
    current: Type.String({ minLength: 1, maxLength: 1000 }),
    next: Type.String({ minLength: 1, maxLength: 1000 }),
  },
  { additionalProperties: false },
)
export type ChangePassword = Static<typeof changePasswordSchema>
