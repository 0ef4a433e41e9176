import { measure } from '#bench/measure.ts'

export const simulate = measure
