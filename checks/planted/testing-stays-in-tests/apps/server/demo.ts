import { aDossier } from '#testing/builders.ts'

export const demo = aDossier
