import type { AnyDb } from '#platform/database.ts'
import type { Clock } from '#platform/clock.ts'
import { systemClock } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import type { Log } from '#platform/log.ts'
import { calendarModule } from '#modules/calendar/server/index.ts'
import { catalogueModule } from '#modules/catalogue/server/index.ts'
import { caseworkModule } from '#modules/casework/server/index.ts'
import { dossiersModule } from '#modules/dossiers/server/index.ts'
import { filesModule } from '#modules/files/server/index.ts'
import { indicatorsModule } from '#modules/indicators/server/index.ts'
import { notificationsModule } from '#modules/notifications/server/index.ts'
import { portalModule } from '#modules/portal/server/index.ts'
import { organisationModule } from '#modules/organisation/server/index.ts'

export type Product = Awaited<ReturnType<typeof composeProduct>>

/** The modules, each given what it may call and nothing else. Starts nothing. */
export async function composeProduct({
  db,
  clock,
  config,
  log,
  wake,
}: {
  db: AnyDb
  clock: Clock
  config: Config
  log: Log
  wake: () => void
}) {
  // Sessions and their limits run on the real clock: a demo day that passes in minutes must not sign people out.
  // Units and posts hold by the city's own day.
  const organisation = organisationModule({
    db,
    clock: systemClock,
    cityClock: clock,
    config: { timeZone: config.timeZone },
    log,
  })
  await organisation.start()
  const calendar = calendarModule({ db, clock, organisation, timeZone: config.timeZone })
  await calendar.start()
  const files = filesModule({ db, folder: config.filesFolder, maxUploadBytes: config.maxUploadBytes, clock })
  const notifications = notificationsModule({
    db,
    clock,
    realClock: systemClock,
    log,
    mail: config.mail,
    linkOf(to, { caseId, code }) {
      if ('officer' in to) return caseId ? `${config.publicUrl}/desk/dossiers/${caseId}` : undefined
      return code ? `${config.publicUrl}/ho-so/${encodeURIComponent(code)}` : undefined
    },
  })
  const casework = caseworkModule({ clock, realClock: systemClock, wake, calendars: calendar })
  const catalogue = catalogueModule({
    db,
    clock,
    timeZone: config.timeZone,
    organisation,
    async publishedSteps(code, day) {
      const inForce = await casework.findPublished(db, 'dossier', code, day)
      return inForce && (await casework.getMachine(db, inForce.definitionId)).steps
    },
  })
  const authorities = organisation.authorityRegister({
    describe: (codes) => catalogue.describeCompetence(codes),
    isPartOf: (code, unitCode) => catalogue.isPartOf(code, unitCode),
    codesOf: (field) => catalogue.codesOf(field),
  })
  const dossiers = dossiersModule({
    db,
    clock,
    organisation,
    calendar,
    catalogue,
    casework,
    files,
    notifications,
    publicUrl: config.publicUrl,
    timeZone: config.timeZone,
  })
  const processes = casework.processes({
    db,
    clock,
    log,
    organisation,
    calendar,
    subjects: dossiers.processSubjects,
    dayOf: (at) => dossiers.dayOf(at),
  })
  const insight = casework.insight({
    db,
    organisation,
    calendar,
    subjects: dossiers.processSubjects,
  })
  const deliveryDesk = casework.deliveryDesk({ db, organisation, log })
  const reorganisations = organisation.reorganisations({
    calendars: () => calendar.all().map(({ id }) => id),
    countWork: (from, units) => casework.countWork(from, units),
    begin: (tx, move) => casework.beginRehoming(tx, move),
    run: (from, planId) =>
      casework.rehomeAll(from, planId, (tx, caseIds) => dossiers.addressesOf(tx, caseIds)),
    progress: (from, planId) => casework.findRehoming(from, planId),
    decidersOn: (from, day) => catalogue.decidersOn(from, day),
  })
  const indicators = indicatorsModule({
    db,
    clock,
    organisation,
    log,
    timeZone: config.timeZone,
    calendars: () => calendar.all(),
    readCase: (from, caseId) => casework.listEvents(from, caseId),
    readHistories: (from, upTo) => casework.readHistories(from, upTo),
  })
  const portal = portalModule({
    db,
    organisation,
    catalogue,
    files,
    notifications,
    dossiers,
    clock: systemClock,
    cityClock: clock,
    config: {
      publicUrl: config.publicUrl,
      timeZone: config.timeZone,
      secureCookies: config.secureCookies,
      maxUploadBytes: config.maxUploadBytes,
      demo: config.demo,
    },
  })
  return {
    organisation,
    reorganisations,
    authorities,
    calendar,
    files,
    notifications,
    catalogue,
    casework,
    processes,
    insight,
    deliveryDesk,
    dossiers,
    indicators,
    portal,
  }
}
