import { dossiersModule } from '#modules/dossiers/server/index.ts'

export const advance = dossiersModule
