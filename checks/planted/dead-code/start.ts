import { used } from './words.ts'

used()
