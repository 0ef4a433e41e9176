import { setTimeout as pause } from 'node:timers/promises'
import { hanoiReorganisation2025 } from '#data/hanoi/reorganisation-2025.ts'
import type { AnyDb } from '#platform/database.ts'
import type { CityClock } from '#platform/database-city-clock.ts'
import { AppError } from '#platform/errors.ts'
import type { Officer } from '#modules/organisation/contract.ts'
import { seedProcedures } from '#modules/catalogue/server/index.ts'
import { demoProceduresOfTwoTiers, TWO_TIERS_FROM } from '#data/procedures/procedures.ts'
import { proposalGroundWords, type ReorganisationView } from '#modules/organisation/server/index.ts'
import { acceptProposals } from './accept-proposals.ts'
import type { Product } from './product.ts'

/** Who draws up and who approves in the demo city. */
const AUTHOR = 'quantri'
const SECOND = 'kiemsoat.hanoi'
/** Eight in the morning of the day in Hà Nội. */
const MORNING = 'T01:00:00.000Z'
const LOOK_AGAIN_MS = 500

type Rehearsal = {
  product: Product
  db: AnyDb
  clock: CityClock
  publicUrl: string
  say(line: string): void
}

/**
 * Carries out the change of 1 July 2025 on the demo city from wherever it stands: what districts decide is published for the
 * communes, proposals are accepted, a second person approves, the map is dated, the city's clock is moved to the day, and open
 * dossiers find their new homes. Says what it does.
 */
export async function rehearseReorganisation(rehearsal: Rehearsal): Promise<void> {
  const { product, clock, say } = rehearsal
  const { organisation, reorganisations } = product
  const { head, units, rows } = hanoiReorganisation2025()
  const [author, second] = await Promise.all(
    [AUTHOR, SECOND].map((login) => organisation.findOfficerByLogin(login)),
  )
  const { reorganisations: all } = await reorganisations.list()
  const id = all.find(
    (one) => one.legalNumber === head.legalNumber && one.effectiveOn === head.effectiveOn,
  )?.id
  if (!author || !second || id === undefined)
    throw new Error('The demo city has its operator, its controller and the prepared document.')
  const look = () => reorganisations.get(id)
  const is = async (...among: ReorganisationView['status'][]) => among.includes((await look()).status)

  say('')
  say(`${head.title}`)
  say(`  Căn cứ / ground: ${head.legalNumber}`)
  say(
    `  ${units.length} đơn vị đóng hoặc mở, ${rows.length} dòng kế thừa / units close or open, succession rows`,
  )
  say('  Lấy từ Nghị quyết (đã công bố): mã đơn vị, đơn vị nào về đâu, toàn bộ hay một phần.')
  say('  From the resolution, as published: codes, who follows whom, wholly or in part.')

  await publishForTwoTiers(rehearsal)
  if (await is('draft', 'checked')) {
    say(
      '  KHÔNG có trong Nghị quyết, chỉ là giả định của bản diễn tập / NOT in it, assumed for this rehearsal:',
    )
    const accepted = await acceptProposals(reorganisations, author, id)
    for (const { ground, count, example } of accepted) {
      const words = proposalGroundWords[ground]
      say(`   • ${count} × ${words.vi} / ${words.en}`)
      say(`     ví dụ / e.g. ${example.vi}`)
    }
    if (accepted.length === 0)
      say('   (mọi câu hỏi đã có người trả lời / every question was answered before)')
    await confirmFilingEnds(rehearsal, author, id)
    const { decisions, totals } = await reorganisations.check(author, id)
    const [first] = decisions
    if (first)
      throw new Error(`Còn ${decisions.length} câu hỏi, hãy trả lời trên màn hình: ${first.vi} / ${first.en}`)
    say(
      `2. Chạy thử / dry run: ${totals.openCases} hồ sơ đang mở, ${totals.posts} vị trí, ${totals.people} người / open dossiers, posts, people`,
    )
  }
  if (await is('checked')) {
    const { version } = await look()
    const approver = await approve(reorganisations, id, version, [second, author])
    say(
      `3. Duyệt / approved: ${approver.name} (${approver.postTitle}), không phải người soạn / not the author`,
    )
  }
  if (await is('approved')) {
    await reorganisations.apply(author, id, (await look()).version)
    say(
      `4. Định ngày / dated: bản đồ mới có hiệu lực ${head.effectiveOn}, trước ngày đó hoàn tác được / can be undone until then`,
    )
  }
  if (await is('applied')) say('2–6. Đã thực hiện từ trước / carried out before')
  else {
    const morning = new Date(`${head.effectiveOn}${MORNING}`)
    if (clock.now() < morning) await clock.set(morning, 1)
    say(`5. Đồng hồ thành phố / the city’s clock: ${clock.now().toISOString()}`)
    const begun = performance.now()
    // The running instance may be at it already; whoever comes first moves a dossier, and nobody moves it twice.
    while (!(await is('applied'))) {
      await reorganisations.goOn()
      if (!(await is('applied'))) await pause(LOOK_AGAIN_MS)
    }
    const { progress } = await look()
    say(
      `6. Chuyển / moved: ${progress?.moved ?? 0} / ${progress?.found ?? 0} hồ sơ, ${((performance.now() - begun) / 1000).toFixed(1)} s`,
    )
  }
  await organisation.refresh()
  await tellResult(rehearsal)
}

/** What districts decide is filed at the communes from the day on; what was filed before stays on its version. */
async function publishForTwoTiers({ db, clock, say }: Rehearsal): Promise<void> {
  const { changed } = await seedProcedures(
    db,
    clock,
    demoProceduresOfTwoTiers().map(({ record }) => record),
    { validFrom: TWO_TIERS_FROM },
  )
  if (changed === 0) return
  say(
    `1. Công bố lại / published anew: ${changed} thủ tục của cấp huyện do xã, phường giải quyết từ ${TWO_TIERS_FROM}`,
  )
  say(`   ${changed} procedures of districts are decided by wards and communes from that day on`)
  say('   Cấp giải quyết theo Cơ sở dữ liệu quốc gia; các bước nội bộ ở xã, phường là giả định.')
  say('   The level is that of the national database; the steps within a commune are assumed.')
}

/** What somebody imported or published by hand for districts, this rehearsal has no other level for: filing of it ends. */
async function confirmFilingEnds({ product, say }: Rehearsal, author: Officer, id: number): Promise<void> {
  const { decisions } = await product.reorganisations.check(author, id)
  const left = decisions.filter(({ kind }) => kind === 'procedure_without_decider')
  if (left.length === 0) return
  await product.reorganisations.resolve(author, id, {
    about: 'filing_ends',
    procedureCodes: left.map(({ code }) => code),
  })
  say(
    `   • ${left.length} × thôi tiếp nhận, vì chưa ai công bố cấp khác / filing ends, no other level is published`,
  )
}

/** Whoever did not change the document last; that may be either of the two. */
async function approve(
  reorganisations: Product['reorganisations'],
  id: number,
  version: number,
  [first, ...others]: readonly Officer[],
): Promise<Officer> {
  if (!first) throw new Error('Nobody is left who could approve.')
  try {
    await reorganisations.approve(first, id, version)
    return first
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'organisation.second_person_needed') throw error
    return approve(reorganisations, id, version, others)
  }
}

/** Where the new map is to be seen, and that nothing was left behind. */
async function tellResult({ product, db, publicUrl, say }: Rehearsal): Promise<void> {
  const { organisation, casework } = product
  const tree = organisation.units()
  const closed = tree.known().filter((unit) => !tree.isOpen(unit.id))
  const left = await casework.countWork(
    db,
    closed.map((unit) => unit.id),
  )
  const open = left.reduce((sum, one) => sum + one.openCases, 0)
  const communes = tree.all().filter((unit) => unit.tier === 'commune').length
  const old = organisation.units('2025-06-30').byCode('00004')
  const heirs = [...(old ? tree.heirs(old.id) : [])].map((heir) => tree.nameOf(heir)).join(', ')
  say('')
  say(
    `Nay có ${communes} xã, phường; ${open} hồ sơ còn mở ở đơn vị đã đóng / open dossiers left at closed units.`,
  )
  say('Xem ở / look at:')
  say(
    `  ${publicUrl}/desk/wall            phím B: đọc theo đơn vị cũ, mới, hay quy đổi / B: old, new or carried over`,
  )
  say(
    `  ${publicUrl}/desk/reorganisation  ai làm gì, bao nhiêu hồ sơ đã chuyển / who did what, how many moved`,
  )
  say(
    `  ${publicUrl}/desk/units           đơn vị của mọi ngày, ai kế thừa ai / the units of any day and their kin`,
  )
  say(`  motcua.00004 nay làm ở / now works at: ${heirs}`)
  say('')
}
