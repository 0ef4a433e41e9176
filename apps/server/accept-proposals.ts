import type { Officer } from '#modules/organisation/contract.ts'
import type { DecisionKind, ProposalGround, Reorganisations } from '#modules/organisation/server/index.ts'

/** What was accepted of one kind of question, on which ground, and one of the questions in words. */
export type Accepted = {
  kind: DecisionKind
  ground: ProposalGround
  count: number
  example: { vi: string; en: string }
}

/** In this order: where units and their parts go decides which posts they take, and those which work nobody could do. */
const inOrder: readonly DecisionKind[] = [
  'unit_without_successor',
  'partial_without_rule',
  'post_without_home',
  'work_without_post',
]

/** Lets one person accept every proposal of the dry run, as they would on the screen; answers what was accepted. */
export async function acceptProposals(
  reorganisations: Reorganisations,
  author: Officer,
  id: number,
): Promise<Accepted[]> {
  const accepted: Accepted[] = []
  for (const kind of inOrder) {
    // Units whose children were given a home just now can follow them in the next turn.
    for (let turn = 0; turn < 2; turn++) {
      const { decisions } = await reorganisations.check(author, id)
      const open = decisions.filter((one) => one.kind === kind && one.ground)
      if (open.length === 0) break
      await reorganisations.resolve(author, id, { about: 'suggested', kind })
      for (const { ground, vi, en } of open) {
        if (!ground) continue
        const known = accepted.find((one) => one.kind === kind && one.ground === ground)
        if (known) known.count += 1
        else accepted.push({ kind, ground, count: 1, example: { vi, en } })
      }
    }
  }
  return accepted
}
